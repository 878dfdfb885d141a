"""The addresses of what comes in and goes out of one’s own profile."""

from __future__ import annotations

from flask import Blueprint

from portal.talents.wording import words

bp = Blueprint("cv", __name__, url_prefix="/profile")
bp.context_processor(words)
