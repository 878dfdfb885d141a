"""One's CV, to print, to keep as a PDF, or to take elsewhere as a JSON Resume."""

from __future__ import annotations

import json
from urllib.parse import quote

from flask import Response, request

from portal.core.errors import Invalid
from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.skills.folding import fold
from portal.talents import queries
from portal.talents.cv import json_resume, pdf, sheet
from portal.talents.cv.blueprint import bp
from portal.talents.queries import ProfilePage
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render


@bp.get("/cv")
@audience(Entry.TALENTS)
def show_cv() -> Response:
    """One's CV as it will be printed, and the choice of what goes in."""
    options = _options()
    made = sheet.build(_own_page(options.lang), options)
    return render(
        "cv/sheet.html",
        sheet=made,
        options=options,
        parts=sheet.PARTS,
        unwritable=pdf.unwritable(made),
    )


@bp.get("/cv.pdf")
@audience(Entry.TALENTS)
def download_pdf() -> Response:
    """The same as a PDF. 422 when our font lacks letters of it."""
    options = _options()
    page = _own_page(options.lang)
    made = sheet.build(page, options)
    if pdf.unwritable(made):
        raise Invalid(
            _l("This CV has letters that the font of the PDF does not have. Print the page from your browser instead.")
        )
    return _file(pdf.render(made), "application/pdf", page, made.lang, "pdf")


@bp.get("/cv.json")
@audience(Entry.TALENTS)
def download_json() -> Response:
    """One's whole profile as a JSON Resume, in a language."""
    lang = _options().lang
    page = _own_page(lang)
    document = json.dumps(json_resume.build(page, lang), ensure_ascii=False, indent=2)
    return _file(document.encode(), "application/json", page, lang, "json")


def _options() -> sheet.Options:
    return sheet.Options.read(request.args, request.args.getlist("part"), language())


def _own_page(lang: str) -> ProfilePage:
    person = actor()
    return queries.read_profile(person, person, lang)


def _file(body: bytes, mimetype: str, page: ProfilePage, lang: str, kind: str) -> Response:
    response = Response(body, mimetype=mimetype)
    name = "-".join("".join(c if c.isalnum() else " " for c in fold(page.person.full_name)).split())
    filename = quote(f"cv-{name}-{lang}.{kind}")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{filename}"
    return response
