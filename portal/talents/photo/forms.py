"""Sending a photo."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import Form


class PhotoForm(Form):
    """One picture. What is wrong with it is found by drawing it: see `picture`."""

    photo = FileField(_l("A picture of you"), [FileRequired(_l("Choose a picture."))])
