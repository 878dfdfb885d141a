"""What was done to the library, and undoing it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, request, url_for

from portal.accounts.models import Role
from portal.core.i18n import language
from portal.extensions import db
from portal.librarian import labels, queries
from portal.librarian.forms import PressForm
from portal.librarian.telling import days_left, tell_operations, who
from portal.librarian.views.answers import done
from portal.librarian.views.blueprint import bp, page
from portal.skills.library import undo
from portal.skills.library.models import LibraryOperation, OperationKind
from portal.skills.library.references import following
from portal.web.access import actor, audience
from portal.web.answers import Overtaken


@bp.get("/journal")
@audience(Role.HR)
def list_operations() -> Response:
    """Everything that was done, the latest first."""
    shown = queries.operations(request.args.get("page", 1, type=int))
    return page("librarian/journal.html", "journal", page=shown, told=tell_operations(shown.items, language()))


@bp.get("/journal/<public_id>")
@audience(Role.HR)
def show_operation(public_id: str) -> Response:
    """One thing that was done: what it moved, and what undoing it would bring back."""
    return _page(public_id)


def _page(public_id: str, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    operation = queries.get_operation(public_id)
    found = undo.plan(db.session(), operation)
    reasons = list(found.refusals.values())
    undid = queries.undone_by([operation]).get(operation.undoes_id or 0)
    return page(
        "librarian/operation.html",
        "journal",
        operation=operation,
        who=who(operation),
        what=labels.what(operation, language(), undid),
        moved=_in_words(operation.data.get("moved", {})),
        brought=_in_words(found.brought),
        reasons=reasons,
        later=tell_operations(undo.later_than(operation), language()) if "later" in found.refusals else [],
        by=queries.undone([operation.id]).get(operation.id),
        days_left=days_left(operation),
        is_undoing=operation.kind is OperationKind.UNDO,
        report=operation.data if operation.kind in (OperationKind.VOCABULARY, OperationKind.FILE) else None,
        fields=labels.FIELDS,
        form=PressForm(formdata=None),
        conflict=conflict,
        status=status,
    )


def _in_words(counts: Any) -> list[str]:
    return [str(following[name].told(count)) for name, count in counts.items() if count and name in following]


@bp.post("/journal/<public_id>/undo")
@audience(Role.HR)
def undo_operation(public_id: str) -> Response:
    """Put back what it changed."""
    operation: LibraryOperation = queries.get_operation(public_id)
    form = PressForm()
    return done(
        form,
        lambda: undo.undo(actor(), operation, key=form.sending),
        again=partial(_page, public_id),
        then=partial(url_for, "librarian.show_operation", public_id=public_id),
    )
