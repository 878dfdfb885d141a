"""How the fields of forms are drawn: what `ui.field` asks of each, and how WTForms writes their attributes."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape
from wtforms.widgets import core

_NOTHING = ("", "__None", None)
_LISTS = ("radio", "checkbox")


def shape_of(field: Any) -> str:
    """`list` for radio buttons and check boxes that go together, `box` for one alone, `line` for anything else."""
    if getattr(getattr(field, "option_widget", None), "input_type", "") in _LISTS:
        return "list"
    return "box" if field.type == "BooleanField" else "line"


def may_stay_empty(field: Any) -> bool:
    """Whether a form can be sent without it: it is not required, nor a list where every choice says something."""
    if field.flags.required:
        return False
    return bool(field.type != "SelectField" or any(choice.value in _NOTHING for choice in field.iter_choices()))


def attributes(**values: Any) -> Markup:
    """The attributes of an element in the order of their names, as `wtforms.widgets.html_params` writes them.

    True is a name alone, False nothing. The library sends each through four formatters of HTML, which made up half of
    the cost of a form.
    """
    written = []
    for name, value in sorted(values.items()):
        name = core.clean_key(name)
        if value is True:
            written.append(name)
        elif value is not False:
            quoted = str(escape(value)).replace('"', "&quot;")
            written.append(f'{escape(name)}="{quoted}"')
    return Markup(" ".join(written))  # noqa: S704 - each part was escaped


core.html_params = attributes
core.Input.html_params = staticmethod(attributes)
