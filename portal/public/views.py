"""The public catalogue, read without signing in, and what people decide about it."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from markupsafe import Markup

from portal.accounts.models import Role
from portal.core import clock
from portal.core.i18n import LOCALES, language, other_locale, speaking
from portal.core.i18n import gettext as _
from portal.discovery.feeds import atom
from portal.mail.outbox import link_to
from portal.missions.queries import get_visible
from portal.missions.wording import owner_names
from portal.organization.records import records_of
from portal.public import announcing, pages, queries, services
from portal.public.forms import CatalogueForm
from portal.public.labels import EVENTS
from portal.public.models import PublicCatalogue
from portal.public.sheets import PublicSheet, sheet_of
from portal.public.site import InPortal
from portal.public.verdicts import verdict_on
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import VersionedForm
from portal.web.htmx import render

bp = Blueprint("public", __name__)

_SITE = InPortal()
_NAMES = {"fr": "En français", "en": "In English"}


def _open() -> tuple[str, str]:
    """The name of the organization, and the language that the address asks for, else the reader's. Raises 404 while
    there is no catalogue."""
    standing = queries.standing()
    if not standing.is_on:
        abort(404)
    asked = request.args.get("lang", "")
    return standing.organization, asked if asked in LOCALES else language()


@bp.get("/public")
@audience(Entry.PUBLIC)
def list_missions() -> Response:
    """The missions that anyone reads."""
    organization, lang = _open()
    page = queries.page_of_missions(request.args.get("page", 1, type=int))

    def address(number: int) -> str | None:
        return _SITE.home(lang, number) if 1 <= number <= page.pages else None

    body = pages.list_page(
        page.items,
        page,
        _SITE,
        organization,
        lang,
        previous=address(page.number - 1),
        following=address(page.number + 1),
    )
    return make_response(body)


@bp.get("/public/missions/<public_id>")
@audience(Entry.PUBLIC)
def show_mission(public_id: str) -> Response:
    """One of them."""
    organization, lang = _open()
    sheet = queries.get_mission(public_id)
    return make_response(pages.mission_page(sheet, _SITE, organization, lang))


@bp.get("/public/atom.xml")
@audience(Entry.PUBLIC)
def send_feed() -> Response:
    """The latest of them, for a news reader."""
    organization, lang = _open()
    with speaking(lang):
        document = announcing.write_feed(queries.every_mission(), _SITE, organization, lang)
    response = Response(document, content_type=f"{atom.MEDIA_TYPE}; charset=utf-8")
    response.headers["Content-Language"] = lang
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.get("/public/sitemap.xml")
@audience(Entry.PUBLIC)
def send_map() -> Response:
    """Every public page, for search engines."""
    _open()
    return Response(announcing.write_map(queries.every_mission(), _SITE), content_type="application/xml; charset=utf-8")


@bp.get("/robots.txt")
@audience(Entry.PUBLIC)
def send_robots() -> Response:
    """What robots may read: the public catalogue and what its pages are drawn with."""
    _open()
    allowed = [url_for("public.list_missions"), url_for("static", filename="")]
    return Response(
        announcing.write_robots(allowed, link_to("public.send_map")), content_type="text/plain; charset=utf-8"
    )


@bp.get("/administration/public-catalogue")
@audience(Role.HR, Role.ADMINISTRATOR)
def show_setting() -> Response:
    """Whether there is a public catalogue, and what is in it now."""
    return _setting()


@bp.post("/administration/public-catalogue")
@audience(Role.HR, Role.ADMINISTRATOR)
def turn_catalogue() -> Response:
    """Turn it on or off."""
    form = CatalogueForm()
    on = form.is_on.data == "yes"
    return carry_out(
        form,
        lambda: services.turn_catalogue(
            actor(), on, organization=form.organization.data or "", version=form.read_version
        ),
        may=lambda: services.check_may_decide(actor()),
        again=partial(_setting, form),
        said=lambda: (
            _("The public catalogue is on. Those who own a mission open to everyone can publish it there.")
            if on
            else _("The public catalogue is off. Nobody reads a mission without signing in.")
        ),
        then=lambda: url_for("public.show_setting"),
    )


def _setting(form: CatalogueForm | None = None, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    standing = queries.standing()
    if form is None or conflict is not None:
        form = CatalogueForm(
            formdata=None,
            is_on="yes" if standing.is_on else "no",
            organization=standing.organization,
            version=str(standing.version),
        )
    events = records_of((PublicCatalogue.__tablename__, 1))[::-1]
    return render(
        "public/setting.html",
        status=status,
        form=form,
        conflict=conflict,
        is_on=standing.is_on,
        count=queries.count_missions() if standing.is_on else 0,
        history=[{"at": one.at, "who": one.who, "what": EVENTS[one.action], "detail": one.text} for one in events],
    )


@bp.get("/missions/<public_id>/public")
@audience(Entry.EMPLOYEES)
def preview_mission(public_id: str) -> Response:
    """What the public would read of a mission, for those who may decide it."""
    return _preview(public_id)


@bp.post("/missions/<public_id>/public")
@audience(Entry.EMPLOYEES)
def publish_mission(public_id: str) -> Response:
    """Publish it outside, or what it says there now."""
    mission = get_visible(actor(), public_id)
    form = VersionedForm()
    return carry_out(
        form,
        lambda: services.publish_outside(actor(), mission, version=form.read_version),
        may=lambda: services.check_may_publish(actor(), mission),
        again=partial(_preview, public_id),
        said=lambda: _("Anyone reads the mission from now on, in these words. You can take it off at any moment."),
        then=lambda: url_for("public.preview_mission", public_id=public_id),
    )


@bp.post("/missions/<public_id>/public/end")
@audience(Entry.EMPLOYEES)
def take_mission_off(public_id: str) -> Response:
    """Take it off."""
    mission = get_visible(actor(), public_id)
    names = owner_names(mission)
    return carry_out(
        VersionedForm(),
        lambda: services.take_off(actor(), mission),
        may=lambda: services.check_may_take_off(actor(), mission),
        again=partial(_preview, public_id),
        said=lambda: (
            _("The mission is off the public catalogue. Nobody reads it without signing in.")
            if mission.owner_id == actor().id or mission.co_owner_id == actor().id
            else _("The mission is off the public catalogue. A message was sent to %(names)s.", names=names)
        ),
        then=lambda: url_for("missions.show_mission", public_id=public_id),
    )


def _preview(public_id: str, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    reader = actor()
    mission = get_visible(reader, public_id)
    services.check_may_take_off(reader, mission)
    outside = queries.outside_of(mission.id, public_id)
    is_published = outside.published_at is not None
    sheet = sheet_of(mission, outside.published_at or clock.now(), outside.agreed_at or clock.now())
    own = language()
    return render(
        "public/preview.html",
        status=status,
        mission=mission,
        conflict=conflict,
        published=is_published,
        form=VersionedForm.fresh(version=str(mission.version)),
        verdict=verdict_on(
            reader,
            mission,
            catalogue_on=bool(outside.is_on),
            is_published=is_published,
            is_shown=bool(outside.is_shown),
        ),
        shown=[(lang, _NAMES[lang], _drawn(sheet, lang)) for lang in (own, other_locale(own))],
    )


def _drawn(sheet: PublicSheet, lang: str) -> Markup:
    """What the public page says of it, in a language."""
    with speaking(lang):
        drawn = render_template("public/_preview.html", **pages.words_for(sheet, lang))
    return Markup(drawn)  # noqa: S704 - our own template
