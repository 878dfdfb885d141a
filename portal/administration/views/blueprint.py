"""The blueprint the views share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("administration", __name__)
