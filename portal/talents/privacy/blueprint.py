"""The addresses of what one decides about one's own profile."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("privacy", __name__, url_prefix="/profile")
