"""Every skill of the library: the table, and one skill with all that can be done to it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, request, url_for

from portal.accounts.models import Role
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.librarian import labels, queries
from portal.librarian.forms import PressForm, PriorityForm, RetireForm, WordsForm, start_of, start_with
from portal.librarian.queries import Filters
from portal.librarian.telling import tell_operations
from portal.librarian.views.answers import done
from portal.librarian.views.blueprint import bp, page
from portal.skills.library import keeping, table
from portal.skills.library.models import LibraryOperation
from portal.skills.library.names import Wording, wording_of
from portal.skills.library.references import following
from portal.skills.library.splitting import Parts, split
from portal.skills.models import Skill, SkillState
from portal.skills.queries import resolve_label
from portal.web.access import actor, audience
from portal.web.answers import Overtaken
from portal.web.csv import csv_response
from portal.web.htmx import see_other

PER_PAGE = 25
SHAREABLE = ("held_skill", "skill_evidence", "seat_skill")


@bp.get("/skills")
@audience(Role.HR)
def list_skills() -> Response:
    """The skills that fit, with how much they are used; several can be put in a family at once."""
    return _list(Filters.read(request.args))


def _list(filters: Filters, *, form: PressForm | None = None, status: int = 200, conflict: Any = None) -> Response:
    shown = queries.page_of_skills(filters, language(), request.args.get("page", 1, type=int), PER_PAGE)
    return page(
        "librarian/skills.html",
        "skills",
        filters=filters,
        page=shown,
        families=queries.family_choices(),
        uses=queries.uses([skill.id for skill in shown.items]),
        sources=labels.SOURCES,
        form=form or PressForm.fresh(),
        conflict=conflict,
        status=status,
    )


@bp.get("/skills.csv")
@audience(Role.HR)
def download_skills() -> Response:
    """The same as a table for spreadsheets: it can be changed there and brought in again."""
    select = queries.skills(Filters.read(request.args), language())
    return csv_response(_("skills") + ".csv", table.rows_of(select, queries.uses), language())


@bp.post("/skills/family")
@audience(Role.HR)
def assign_family() -> Response:
    """Put the ticked skills in a family."""
    filters = Filters.read(request.form)
    form = PressForm()
    key = request.form.get("into", "")
    ids = [skill.id for skill in queries.skills_by_public_ids(request.form.getlist("skills"))]
    family = queries.get_family(key) if key not in ("", "none") else None

    def act() -> Any:
        if not key:
            raise Invalid(fields={"into": _l("Choose a family.")})
        return keeping.assign(actor(), ids, family, key=form.sending)

    return done(
        form,
        act,
        again=partial(_list, filters, form=form),
        then=partial(url_for, "librarian.list_skills", **filters.params),  # type: ignore[arg-type]
    )


@bp.route("/skills/new", methods=["GET", "POST"])
@audience(Role.HR)
def add_skill() -> Response:
    """A new skill; the address may say the name that was looked for in vain, and in which language."""
    if request.method == "GET":
        start = start_with(request.args.get("name", ""), request.args.get("lang", ""))
        return _blank(_offered(WordsForm(formdata=None, **start)))
    form = _offered(WordsForm())
    added: list[LibraryOperation] = []

    def act() -> LibraryOperation:
        added.append(keeping.add(actor(), form.wording(), key=form.sending))
        return added[0]

    return done(form, act, again=partial(_blank, form), then=lambda: _after(added[0]))


def _offered(form: WordsForm) -> WordsForm:
    form.offer(queries.family_choices(), language())
    return form


def _blank(form: WordsForm, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    return page("librarian/skill_new.html", "skills", form=form, conflict=conflict, status=status)


def _after(operation: LibraryOperation) -> str:
    """The page of the skill that was added; the list, when it was taken back since."""
    if operation.skill is None:
        return url_for("librarian.list_skills")
    return url_for("librarian.show_skill", public_id=operation.skill.public_id)


@bp.get("/skills/<public_id>")
@audience(Role.HR)
def show_skill(public_id: str) -> Response:
    """One skill: its words, its use, what was done to it, and what can be."""
    return _page(public_id)


def _page(
    public_id: str,
    *,
    words: WordsForm | None = None,
    priority: PriorityForm | None = None,
    retirement: RetireForm | None = None,
    status: int = 200,
    conflict: Overtaken | None = None,
) -> Response:
    skill = queries.get_skill(public_id)
    if skill.state is SkillState.PROPOSED:
        return see_other(url_for("librarian.show_proposal", public_id=public_id))
    if conflict:
        words = priority = retirement = None
    if words is None:
        words = _offered(WordsForm(formdata=None, **start_of(wording_of(skill), skill.version)))
    version = str(skill.version)
    return page(
        "librarian/skill.html",
        "skills",
        skill=skill,
        use=queries.uses([skill.id])[skill.id],
        form=words,
        priority=priority
        or PriorityForm(formdata=None, version=version, why_fr=skill.priority_fr, why_en=skill.priority_en),
        retirement=retirement or RetireForm(formdata=None, version=version),
        press=PressForm(formdata=None, version=version),
        told=tell_operations(queries.operations(1, skill=skill).items, language()),
        sources=labels.SOURCES,
        conflict=conflict,
        status=status,
    )


def _here(public_id: str) -> Any:
    return partial(url_for, "librarian.show_skill", public_id=public_id)


@bp.post("/skills/<public_id>")
@audience(Role.HR)
def edit_skill(public_id: str) -> Response:
    """Its words, changed."""
    skill = queries.get_skill(public_id)
    form = _offered(WordsForm())
    return done(
        form,
        lambda: keeping.edit(actor(), skill, form.wording(), version=form.read_version, key=form.sending),
        again=partial(_page, public_id, words=form),
        then=_here(public_id),
    )


@bp.post("/skills/<public_id>/priority")
@audience(Role.HR)
def set_priority(public_id: str) -> Response:
    """Why it matters above others; nothing takes the mark away."""
    skill = queries.get_skill(public_id)
    form = PriorityForm()
    return done(
        form,
        lambda: keeping.set_priority(
            actor(),
            skill,
            form.why_fr.data or "",
            form.why_en.data or "",
            version=form.read_version,
            key=form.sending,
        ),
        again=partial(_page, public_id, priority=form),
        then=_here(public_id),
    )


@bp.post("/skills/<public_id>/retire")
@audience(Role.HR)
def retire_skill(public_id: str) -> Response:
    """Offer it no longer."""
    skill = queries.get_skill(public_id)
    form = RetireForm()

    def act() -> Any:
        typed = form.instead.data or ""
        instead = resolve_label(typed, language()) if typed else None
        if typed and instead is None:
            raise Invalid(fields={"instead": _l("The library has no skill of exactly this name.")})
        return keeping.retire(actor(), skill, instead=instead, version=form.read_version, key=form.sending)

    return done(form, act, again=partial(_page, public_id, retirement=form), then=_here(public_id))


@bp.post("/skills/<public_id>/reinstate")
@audience(Role.HR)
def reinstate_skill(public_id: str) -> Response:
    """Offer it again."""
    skill = queries.get_skill(public_id)
    form = PressForm()
    return done(
        form,
        lambda: keeping.reinstate(actor(), skill, version=form.read_version, key=form.sending),
        again=partial(_page, public_id),
        then=_here(public_id),
    )


@bp.route("/skills/<public_id>/split", methods=["GET", "POST"])
@audience(Role.HR)
def split_skill(public_id: str) -> Response:
    """Two skills out of one."""
    skill = queries.get_skill(public_id)
    if request.method == "GET":
        return _split_page(public_id)
    first, second = WordsForm(), WordsForm(prefix="second-")
    for form in (first, second):
        form.offer(queries.family_choices(), language())
    shared = [name for name in SHAREABLE if name in request.form.getlist("shared")]

    def act() -> Any:
        if not second.validate():
            raise Invalid
        parts = Parts(first.wording(), second.wording(), shared)
        try:
            return split(actor(), skill, parts, version=first.read_version, key=first.sending)
        except Invalid as error:
            mine, other = (
                {name: words for name, words in error.fields.items() if name.startswith("second-") is is_other}
                for is_other in (False, True)
            )
            second.show_errors({name.removeprefix("second-"): words for name, words in other.items()})
            raise Invalid(fields=mine) from error

    again = partial(_split_page, public_id, first=first, second=second, shared=shared)
    return done(first, act, again=again, then=_here(public_id))


def _split_page(
    public_id: str,
    *,
    first: WordsForm | None = None,
    second: WordsForm | None = None,
    shared: list[str] | None = None,
    status: int = 200,
    conflict: Overtaken | None = None,
) -> Response:
    skill = queries.get_skill(public_id)
    if first is None or second is None or conflict:
        first = WordsForm(formdata=None, **start_of(wording_of(skill), skill.version))
        second = WordsForm(formdata=None, prefix="second-", **start_of(_empty(skill), skill.version))
        for form in (first, second):
            form.offer(queries.family_choices(), language())
    counts = queries.uses([skill.id])[skill.id]
    return page(
        "librarian/split.html",
        "skills",
        skill=skill,
        first=first,
        second=second,
        shareable=[name for name in SHAREABLE if name in following],
        shared=["held_skill", "skill_evidence"] if shared is None else shared,
        use=counts,
        conflict=conflict,
        status=status,
    )


def _empty(skill: Skill) -> Wording:
    return Wording("", "", family_id=skill.family_id)
