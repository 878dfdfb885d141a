"""Sign-in, password and link forms."""

from __future__ import annotations

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import Form, strip


class SignInForm(Form):
    """Who are you."""

    email = EmailField(_l("E-mail address"), validators=[InputRequired(), Length(max=254)], filters=[strip])
    password = PasswordField(_l("Password"), validators=[InputRequired(), Length(max=256)])
