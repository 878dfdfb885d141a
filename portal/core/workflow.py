"""State machines as declared tables. The same table draws the buttons, checks the services and writes the history."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.core import audit
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l

Who = Callable[[Any, Any], bool]
# A state, or where the subject says it goes: what was put aside comes back to where it was.
Target = enum.Enum | Callable[[Any], enum.Enum]


@dataclass(frozen=True)
class Transition:
    """One arrow: from any of `sources` to `target`, by whoever `who(actor, subject)` accepts.

    `reasons` is the enum a coded reason must come from (none asked when None). `label` is the button's words.
    A `system` transition has no button: a service makes it happen as the consequence of something else.
    """

    name: str
    sources: frozenset[enum.Enum]
    target: Target
    who: Who
    label: Any = ""
    reasons: type[enum.Enum] | None = None
    system: bool = False

    def target_of(self, subject: Any) -> enum.Enum:
        """The state it brings `subject` to."""
        return self.target if isinstance(self.target, enum.Enum) else self.target(subject)


def move(
    name: str, sources: Iterable[enum.Enum], target: Target, who: Who, label: Any = "", **extra: Any
) -> Transition:
    """Write one row of a table: `move("approve", [S.REQUESTED], S.APPROVED, policies.decide, _l("Authorize"))`."""
    return Transition(name, frozenset(sources), target, who, label, **extra)


@dataclass(frozen=True)
class Workflow:
    """A declared table of transitions over the `state` attribute of one kind of object."""

    name: str
    states: type[enum.Enum]
    transitions: Sequence[Transition]
    _by_name: dict[str, Transition] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_name = {transition.name: transition for transition in self.transitions}
        if len(by_name) != len(self.transitions):
            raise ValueError(f"{self.name}: two transitions share a name")
        object.__setattr__(self, "_by_name", by_name)

    def __getitem__(self, name: str) -> Transition:
        return self._by_name[name]

    def available(self, actor: Any, subject: Any) -> list[Transition]:
        """What `actor` may do to `subject` now: legal from this state and allowed to this person."""
        return [
            transition
            for transition in self.transitions
            if not transition.system and subject.state in transition.sources and transition.who(actor, subject)
        ]

    def can(self, actor: Any, subject: Any, name: str) -> bool:
        """Whether `actor` may make transition `name` now."""
        transition = self[name]
        return subject.state in transition.sources and transition.who(actor, subject)

    def permit(self, actor: Any, subject: Any, name: str) -> Transition:
        """The transition, or `Forbidden` when it is never this person's to make, whatever the state."""
        transition = self[name]
        if not transition.who(actor, subject):
            raise Forbidden(_l("This is not yours to decide."), code=f"{self.name}.{name}")
        return transition

    def check(self, actor: Any, subject: Any, name: str) -> Transition:
        """The transition, or `Forbidden` (not this person), or `Conflict` (not in this state)."""
        transition = self.permit(actor, subject, name)
        if subject.state not in transition.sources:
            raise Conflict(
                _l("This is no longer possible: things moved on in the meantime."), code=f"{self.name}.{name}"
            )
        return transition

    def apply(
        self,
        actor: Any,
        subject: Any,
        name: str,
        *,
        reason: str | enum.Enum | None = None,
        text: str | None = None,
        rules_id: int | None = None,
        data: dict[str, Any] | None = None,
    ) -> audit.Event:
        """Check, change the state, write the event. Call it inside a transaction.

        Raises `Forbidden`, `Conflict`, or `Invalid` when a coded reason is asked and missing.
        """
        transition = self.check(actor, subject, name)
        code = self._reason(transition, reason)
        before, after = subject.state, transition.target_of(subject)
        subject.state = after
        return audit.record(
            actor,
            subject,
            name,
            from_state=before,
            to_state=after,
            reason_code=code,
            text=text,
            rules_id=rules_id,
            data=data,
        )

    @staticmethod
    def _reason(transition: Transition, reason: str | enum.Enum | None) -> enum.Enum | None:
        if transition.reasons is None:
            return None
        try:
            return transition.reasons(reason)
        except ValueError as error:
            raise Invalid(fields={"reason": _l("Choose a reason.")}) from error


def anyone(actor: Any, subject: Any) -> bool:
    """For system transitions: whoever caused what caused them was checked there."""
    return True
