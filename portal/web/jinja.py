"""What templates can use. An undefined name is an error, never an empty string."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from flask import Flask, current_app, g, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from portal.core import bilingual, clock
from portal.core.i18n import counted_pattern, filled, language, other_locale, pattern
from portal.web.access import current_person
from portal.web.addresses import prefix
from portal.web.capacity import capacity_weeks
from portal.web.fields import may_stay_empty, shape_of
from portal.web.fresh import FreshField

_FIRST = re.compile(r"\b1\b")
_LONG_DAY = {"fr": "EEEE d MMMM", "en": "EEEE, MMMM d"}


@pass_eval_context
def _sentence(context: EvalContext, sentence: str, /, **variables: Any) -> str:
    """A sentence of a template: HTML with what is put in it escaped, or plain text in a mail."""
    shown = pattern(sentence)
    return filled(Markup(shown) if context.autoescape else shown, variables)  # noqa: S704 - the catalogues are ours


@pass_eval_context
def _counted(context: EvalContext, singular: str, plural: str, num: int, /, **variables: Any) -> str:
    """The form of a sentence of a template that suits `num`, which the sentence may name."""
    shown = counted_pattern(singular, plural, num)
    return filled(Markup(shown) if context.autoescape else shown, {"num": num, **variables})  # noqa: S704 - ours too


def day(value: date, *, year: bool | None = None) -> str:
    """A day in words: 12 janv., with its year when that is not the present one. An instant is its day in our zone."""
    value = clock.local_day(value) if isinstance(value, datetime) else value
    return _day(value, language(), year if year is not None else value.year != clock.today().year)


@lru_cache(maxsize=4096)
def _day(value: date, lang: str, year: bool) -> str:
    return _ordinal(value, lang, format_skeleton("yMMMd" if year else "MMMd", value, locale=lang))


def _ordinal(value: date, lang: str, written: str) -> str:
    """`written` as it is read: French says « 1er », and no other day of the month that way."""
    return _FIRST.sub("1er", written, count=1) if lang == "fr" and value.day == 1 else written


def long_day(value: date) -> str:
    """A day with its weekday, in full: jeudi 15 janvier, Thursday, January 15."""
    lang = language()
    return _ordinal(value, lang, format_date(value, _LONG_DAY[lang], locale=lang))


def moment(value: datetime) -> str:
    """An instant in the organization's time zone: 15 janv. 2026 14:05, Jan 15, 2026 14:05."""
    return f"{day(value, year=True)} {value.astimezone(clock.ZONE):%H:%M}"


def month(value: date) -> str:
    """A month: mars 2024."""
    return _month(value.year, value.month, language())


@lru_cache(maxsize=1024)
def _month(year: int, number: int, lang: str) -> str:
    return format_date(date(year, number, 1), "LLLL y", locale=lang)


def week(value: date) -> str:
    """The short name of an ISO week: S3, W3."""
    return f"{'S' if language() == 'fr' else 'W'}{clock.iso_week_number(value)}"


@lru_cache(maxsize=4096)
def _hours(minutes: int, lang: str) -> str:
    return format_decimal(round(minutes / 60, 2), format="#,##0.##", locale=lang)


def hours(minutes: int) -> str:
    """Minutes as hours in figures: 37,5."""
    return _hours(minutes, language())


@lru_cache(maxsize=4096)
def _number(value: int | float, lang: str) -> str:
    return format_decimal(value, locale=lang)


def number(value: int | float) -> str:
    """A number as it is written in the reader's language: 13 939, 13,939."""
    return _number(value, language())


def bi(subject: Any, name: str) -> bilingual.Text:
    """The `name` of a bilingual object in the reader's language, or in the other one: `.text` and `.lang`."""
    return bilingual.pick(subject, name, language())


def csrf_field() -> Markup:
    """The hidden input that proves a form is ours: the same in all the forms of a page."""
    if "csrf_field" not in g:
        g.csrf_field = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
    field: Markup = g.csrf_field
    return field


@lru_cache(maxsize=256)
def _digest(folder: str, filename: str) -> str:
    return hashlib.sha256(Path(folder, filename).read_bytes()).hexdigest()[:10]


def static_url(filename: str) -> str:
    """The address of a static file, with a digest of its content so that it can be kept for a year."""
    if current_app.debug:
        _digest.cache_clear()
    return url_for("static", filename=filename, v=_digest(current_app.static_folder or "", filename))


UI_SIGNS = frozenset({"icon", "kind_word", "kind_badge", "tag", "ring", "dots", "skill", "fit_marks", "field"})
FRAME_SIGNS = frozenset(
    {"head", "foot", "logo", "navigation_links", "navigation_button", "finder", "finder_button", "account", "bell"}
)


class Macros:
    """The macros of a file, as `ui.name(...)` in every template and every block rendered alone.

    A list draws the same few signs hundreds of times, and every page the same frame: those that depend on nothing but
    what they are given, the language and the portal's prefix are drawn once. `typed` keeps text and HTML that read the
    same apart.
    """

    def __init__(self, app: Flask, template: str, signs: frozenset[str]) -> None:
        self._app = app
        self._template = template
        self._signs = signs

    def __getattr__(self, name: str) -> Any:
        macro = getattr(self._app.jinja_env.get_template(self._template).module, name)
        if self._app.debug:
            return macro  # the file may change at any moment
        component = macro
        if name in self._signs:
            component = _drawn_once_if_fresh(macro) if name == "field" else _drawn_once(macro)
        setattr(self, name, component)
        return component


# Signs are few and found on every page; lines vary with their reader and what was asked, and are long.
SIGNS_KEPT = 4096
LINES_KEPT = 1024


@lru_cache(maxsize=64)
def _drawing(macro: Callable[..., str], most: int) -> Callable[..., str]:
    @lru_cache(maxsize=most, typed=True)
    def drawing(spoken: str, prefix: str, /, *args: Any, **options: Any) -> str:
        return macro(*args, **options)

    return drawing


def once(macro: Callable[..., str]) -> Callable[..., str]:
    """`macro`, which is not drawn anew for what was drawn before: a row of a list that many people open.

    What it is given must be plain, hashable values, and all that it reads, the language and the portal's prefix apart.
    """
    return partial(_drawing(macro, LINES_KEPT), language(), prefix() or "")


def _drawn_once(macro: Callable[..., str]) -> Callable[..., str]:
    drawing = _drawing(macro, SIGNS_KEPT)

    def draw(*args: Any, **options: Any) -> str:
        return drawing(language(), prefix() or "", *args, **options)

    return draw


def _drawn_once_if_fresh(macro: Callable[..., str]) -> Callable[..., str]:
    """As `_drawn_once`, for a field that nobody has typed in; what someone typed is drawn each time, and not kept."""
    drawn = _drawn_once(macro)

    def draw(field: Any, **options: Any) -> str:
        return (drawn if isinstance(field, FreshField) else macro)(field, **options)

    return draw


def install(app: Flask) -> None:
    """Set the environment: strict, trimmed, with the macros and formats as globals."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.add_extension("jinja2.ext.do")
    env.globals.update(
        _=_sentence,
        gettext=_sentence,
        ngettext=_counted,
        bi=bi,
        capacity_weeks=capacity_weeks,
        csrf_field=csrf_field,
        local_day=clock.local_day,
        once=once,
        may_stay_empty=may_stay_empty,
        shape_of=shape_of,
        current_locale=language,
        static_url=static_url,
        today=clock.today,
        week_of=clock.week_of,
        week_end=clock.week_end,
    )
    env.filters.update(day=day, long_day=long_day, moment=moment, month=month, week=week, hours=hours, number=number)
    env.globals["ui"] = Macros(app, "components/ui.html", UI_SIGNS)
    env.globals["frame"] = Macros(app, "components/frame.html", FRAME_SIGNS)

    @app.context_processor
    def request_names() -> dict[str, Any]:
        lang = language()
        return {"current_person": current_person(), "locale": lang, "other_locale": other_locale(lang)}
