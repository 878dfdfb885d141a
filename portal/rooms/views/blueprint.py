"""The blueprint the views share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("rooms", __name__)
