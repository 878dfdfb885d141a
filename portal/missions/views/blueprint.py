"""The blueprint the views share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("missions", __name__)
