"""What can go wrong in the domain. Each error carries the HTTP status that says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """Parent of every refusal. `message` is a sentence for the person who asked (a lazy string)."""

    status = 422

    def __init__(self, message: Any = "", *, code: str = "", fields: Mapping[str, Any] | None = None) -> None:
        super().__init__(code or self.__class__.__name__)
        self.message = message
        self.code = code
        self.fields = dict(fields or {})


class Forbidden(DomainError):
    """The person may see the object but not do this."""

    status = 403


class NotFound(DomainError):
    """The object does not exist, or this person may not know that it does."""

    status = 404


class Conflict(DomainError):
    """The object is no longer in a state where this can be done, or someone was faster."""

    status = 409


class Invalid(DomainError):
    """The input breaks a rule; `fields` maps a form field to its sentence."""

    status = 422


class TooManyRequests(DomainError):
    """The person or their network asked too often; `retry_after` is in seconds."""

    status = 429

    def __init__(self, message: Any = "", *, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after
