"""Settings: read from the environment (`TRANSVERSE_…`), with defaults that suit one machine."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from portal.core.database import engine_options

ROOT = Path(__file__).resolve().parent.parent
MIB = 1024 * 1024


def secret_key(instance: Path) -> str:
    """The signing key: kept in a private file, made at the first start."""
    path = instance / "secret_key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        instance.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        return path.read_text(encoding="ascii")


def settings(environ: Mapping[str, str], overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The Flask configuration. `overrides` (tests, the command line) win over the environment."""
    given = dict(overrides or {})
    instance = Path(given.get("INSTANCE") or environ.get("TRANSVERSE_INSTANCE") or ROOT / "instance").resolve()
    base_url = (given.get("BASE_URL") or environ.get("TRANSVERSE_BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
    database = (
        given.get("SQLALCHEMY_DATABASE_URI")
        or environ.get("TRANSVERSE_DATABASE_URL")
        or f"sqlite:///{instance / 'portal.db'}"
    )
    secure = base_url.startswith("https://")
    config: dict[str, Any] = {
        "INSTANCE": str(instance),
        "BASE_URL": base_url,
        "SECRET_KEY": environ.get("TRANSVERSE_SECRET_KEY"),
        "SQLALCHEMY_DATABASE_URI": database,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(database),
        "SEARCH_ENGINE": _search_engine(environ.get("TRANSVERSE_SEARCH_ENGINE", "")),
        "SEARCH_INDEX": str(instance / "search"),
        "MAIL_URL": environ.get("TRANSVERSE_MAIL_URL", ""),
        "MAIL_FROM": environ.get("TRANSVERSE_MAIL_FROM", "Transverse <transverse@localhost>"),
        "MAIL_TIMEOUT": float(environ.get("TRANSVERSE_MAIL_TIMEOUT", "15")),
        # How many days a mission that addresses employees and externals is offered inside first.
        "INTERNAL_FIRST_DAYS": int(environ.get("TRANSVERSE_INTERNAL_FIRST_DAYS", "7")),
        # The country of the organization (ISO 3166, two letters): said to search engines beside the place of a mission.
        "COUNTRY": environ.get("TRANSVERSE_COUNTRY", "FR"),
        "DEMO": environ.get("TRANSVERSE_DEMO", "") == "1",
        "TRUSTED_HOSTS": _trusted_hosts(base_url, environ.get("TRANSVERSE_TRUSTED_HOSTS", "")),
        "PROXY_HOPS": int(environ.get("TRANSVERSE_PROXY_HOPS", "0")),
        "MAX_CONTENT_LENGTH": 12 * MIB,
        "MAX_FORM_MEMORY_SIZE": MIB,
        "MAX_FORM_PARTS": 500,
        "SESSION_COOKIE_NAME": "__Host-transverse" if secure else "transverse",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": True,
        "BABEL_DEFAULT_LOCALE": "fr",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Paris",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "portal" / "translations"),
        "ARGON2": {"memory_cost": 19456, "time_cost": 2, "parallelism": 1},
        # The address alone has a ceiling that one network cannot reach, and the browsers that know it one that none of
        # them can, at 50 an hour: only many together do, and a link undoes it.
        "SIGN_IN_LIMITS": {
            "pair": "10 per 15 minutes",
            "network": "300 per 15 minutes",
            "address": "100 per hour",
            "known": "60 per hour",
        },
        # Someone signed in who gives their password once more: nothing that others do counts here.
        "CONFIRM_LIMITS": {"address": "10 per 15 minutes"},
        "LINK_LIMITS": {"pair": "5 per hour", "network": "40 per hour", "address": "20 per hour"},
    }
    config.update(given)
    config["SECRET_KEY"] = config["SECRET_KEY"] or secret_key(instance)
    return config


def _search_engine(named: str) -> str:
    """The engine to use whatever the database is; empty, the one that suits it."""
    if named not in ("", "whoosh"):
        raise ValueError("TRANSVERSE_SEARCH_ENGINE is whoosh, or nothing: the engine then follows the database")
    return named


def _trusted_hosts(base_url: str, listed: str) -> list[str]:
    own = urlsplit(base_url).hostname or "localhost"
    hosts = {own, *(host.strip() for host in listed.split(",") if host.strip())}
    if own in ("localhost", "127.0.0.1", "::1"):
        hosts |= {"localhost", "127.0.0.1"}
    return sorted(hosts)
