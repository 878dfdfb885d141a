"""The families people browse by."""

from __future__ import annotations

from functools import partial

from flask import Response, url_for

from portal.accounts.models import Role
from portal.core.i18n import language
from portal.librarian import queries
from portal.librarian.forms import FamilyForm
from portal.librarian.views.answers import done
from portal.librarian.views.blueprint import bp, page
from portal.skills.folding import fold
from portal.skills.library import keeping
from portal.web.access import actor, audience
from portal.web.answers import Overtaken


@bp.get("/families")
@audience(Role.HR)
def list_families() -> Response:
    """Every family, its size, and the way to rename it or to add one."""
    return _page()


def _page(
    *, form: FamilyForm | None = None, key: str = "", status: int = 200, conflict: Overtaken | None = None
) -> Response:
    rows = queries.families()
    forms = {
        family.key: FamilyForm.fresh(f"{family.id}-", name_fr=family.name_fr, name_en=family.name_en)
        for family, _count in rows
    }
    if form is not None and key:
        forms[key] = form
    return page(
        "librarian/families.html",
        "families",
        rows=sorted(rows, key=lambda row: fold(getattr(row[0], f"name_{language()}"))),
        forms=forms,
        form=form if form is not None and not key else FamilyForm(formdata=None),
        conflict=conflict,
        status=status,
    )


@bp.post("/families")
@audience(Role.HR)
def add_family() -> Response:
    """One more family."""
    form = FamilyForm()
    return done(
        form,
        lambda: keeping.add_family(actor(), form.name_fr.data or "", form.name_en.data or "", key=form.sending),
        again=partial(_page, form=form),
        then=partial(url_for, "librarian.list_families"),
    )


@bp.post("/families/<path:key>")
@audience(Role.HR)
def rename_family(key: str) -> Response:
    """Another name for a family."""
    family = queries.get_family(key)
    form = FamilyForm(prefix=f"{family.id}-")
    return done(
        form,
        lambda: keeping.rename_family(
            actor(), family, form.name_fr.data or "", form.name_en.data or "", key=form.sending
        ),
        again=partial(_page, form=form, key=key),
        then=partial(url_for, "librarian.list_families"),
    )
