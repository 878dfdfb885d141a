"""The pages of the librarian's desk."""

from __future__ import annotations

from portal.librarian.views import families, files, journal, merging, proposals, skills
from portal.librarian.views.blueprint import bp

__all__ = ["bp", "families", "files", "journal", "merging", "proposals", "skills"]
