"""The address under which one’s own profile stands."""

from __future__ import annotations

from flask import Blueprint

from portal.talents.wording import words

bp = Blueprint("profile", __name__, url_prefix="/profile")
bp.context_processor(words)
