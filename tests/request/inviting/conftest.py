"""What these tests read back."""

from tests.request.applications.conftest import mails, state_of

__all__ = ["mails", "state_of"]
