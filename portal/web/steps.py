"""What people do with one object by a form, declared as a table of steps: each its form, its service, its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from flask import Response

from portal.organization.models import Person
from portal.web.access import actor
from portal.web.answers import Again, carry_out
from portal.web.forms import VersionedForm
from portal.web.fresh import FreshForm

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Step(Generic[Subject]):
    """Something someone does to a subject: the form they send, the service it calls, and what is then said.

    `says_version` is false where the version would tell them of changes that they must not learn about. `foretells`
    where its form shows what people would be told: see `carry_out`.
    """

    form: type[VersionedForm]
    act: Callable[[Person, Subject, Any], Any]
    said: Callable[[Subject], str]
    says_version: bool = True
    foretells: bool = False

    def says(self, version: int) -> str | None:
        """What the form says of the version that was read, if it says it."""
        return str(version) if self.says_version else None

    def fresh_form(self, name: str, version: int, **start: Any) -> FreshForm:
        """The form before anyone types, its fields named after the step; they begin with the values of `start`."""
        return self.form.fresh(name, version=self.says(version), **start)

    def take(
        self,
        subject: Subject,
        form: VersionedForm,
        *,
        may: Callable[[], Any],
        again: Again,
        then: Callable[[], str],
    ) -> Response:
        """Do it for whoever is signed in, and answer as `carry_out` does."""
        act, said = partial(self.act, actor(), subject, form), partial(self.said, subject)
        return carry_out(form, act, may=may, again=again, said=said, then=then, foretells=self.foretells)


def any_step(names: Iterable[str]) -> str:
    """The part of an address that takes one of these steps, as `step`: their names, with dashes."""
    return f"<any({', '.join(repr(name.replace('_', '-')) for name in names)}):step>"


def step_in(address: str) -> str:
    """The name of the step that an address names."""
    return address.replace("-", "_")
