"""What these tests read back."""

from tests.request.applications.conftest import state_of

__all__ = ["state_of"]
