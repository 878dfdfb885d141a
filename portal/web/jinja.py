"""What templates can use. An undefined name is an error, never an empty string."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal
from flask import Flask, current_app, url_for
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup

from portal.core import bilingual, clock
from portal.core.i18n import other_locale
from portal.web.access import current_person


def locale() -> str:
    """The language of the answer being written."""
    return str(get_locale())[:2]


def day(value: date, *, year: bool | None = None) -> str:
    """A day in words: 12 janv., with its year when that is not the present one."""
    return _day(value, locale(), year if year is not None else value.year != clock.today().year)


@lru_cache(maxsize=4096)
def _day(value: date, lang: str, year: bool) -> str:
    return format_skeleton("yMMMd" if year else "MMMd", value, locale=lang)


def long_day(value: date) -> str:
    """A day with its weekday, in full: jeudi 15 janvier, Thursday 15 January."""
    return format_date(value, "EEEE d MMMM", locale=locale())


def moment(value: datetime) -> str:
    """An instant in the organization's time zone."""
    return format_datetime(value, "d MMM y HH:mm", tzinfo=clock.ZONE, locale=locale())


def month(value: date) -> str:
    """A month: mars 2024."""
    return format_date(value, "LLLL y", locale=locale())


def week(value: date) -> str:
    """The short name of an ISO week: S3, W3."""
    return f"{'S' if locale() == 'fr' else 'W'}{clock.iso_week_number(value)}"


@lru_cache(maxsize=4096)
def _hours(minutes: int, lang: str) -> str:
    return format_decimal(round(minutes / 60, 2), format="#,##0.##", locale=lang)


def hours(minutes: int) -> str:
    """Minutes as hours in figures: 37,5."""
    return _hours(minutes, locale())


def bi(subject: Any, name: str) -> bilingual.Text:
    """The `name` of a bilingual object in the reader's language, or in the other one: `.text` and `.lang`."""
    return bilingual.pick(subject, name, locale())


def csrf_field() -> Markup:
    """The hidden input that proves a form is ours."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


@lru_cache(maxsize=256)
def _digest(path: str, modified: float) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def static_url(filename: str) -> str:
    """The address of a static file, with a digest of its content so that it can be kept for a year."""
    path = Path(current_app.static_folder or "") / filename
    return url_for("static", filename=filename, v=_digest(str(path), path.stat().st_mtime))


class Macros:
    """The components, as `ui.name(...)` in every template and every block rendered alone."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        return getattr(self._app.jinja_env.get_template("components/ui.html").module, name)


def install(app: Flask) -> None:
    """Set the environment: strict, trimmed, with the macros and formats as globals."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.add_extension("jinja2.ext.do")
    env.globals.update(
        bi=bi,
        csrf_field=csrf_field,
        current_locale=locale,
        static_url=static_url,
        today=clock.today,
        week_of=clock.week_of,
        week_end=clock.week_end,
    )
    env.filters.update(day=day, long_day=long_day, moment=moment, month=month, week=week, hours=hours)
    env.globals["ui"] = Macros(app)

    @app.context_processor
    def request_names() -> dict[str, Any]:
        lang = locale()
        return {"current_person": current_person(), "locale": lang, "other_locale": other_locale(lang)}
