"""Sign-in, password and link forms."""

from __future__ import annotations

from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import Form, strip

PASSWORD_HINT = _l("At least 12 characters: a short sentence is easy to remember.")


class SignInForm(Form):
    """Who are you."""

    email = EmailField(_l("E-mail address"), validators=[InputRequired(), Length(max=254)], filters=[strip])
    password = PasswordField(_l("Password"), validators=[InputRequired(), Length(max=256)])
    next = HiddenField()


class AskLinkForm(Form):
    """Where to send a link."""

    email = EmailField(_l("E-mail address"), validators=[InputRequired(), Length(max=254)], filters=[strip])


class ChoosePasswordForm(Form):
    """A new password, by a link."""

    password = PasswordField(
        _l("New password"), validators=[InputRequired(), Length(max=256)], description=PASSWORD_HINT
    )


class ChangePasswordForm(ChoosePasswordForm):
    """A new password, from the present one."""

    current = PasswordField(_l("Present password"), validators=[InputRequired(), Length(max=256)])
