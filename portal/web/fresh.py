"""Forms before anyone types.

WTForms binds every field of a form to a request, with its validators, its translations and a token, before it draws
one: for a page that shows several, most of what they cost. Nothing of that can be seen as long as nothing was sent. A
fresh form binds its fields once for the whole process; `ui.field` draws each once for the same value and words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from wtforms.fields.choices import SelectFieldBase

_FORMS = 512


@lru_cache(maxsize=_FORMS)
def _blank(kind: Callable[..., Any], prefix: str) -> Any:
    """The form itself, empty. Every request shares it, so nothing may change it.

    Raises `TypeError` for a form with choices of its own, which each page gives: they would be shown to everyone.
    """
    form = kind(formdata=None, prefix=prefix, meta={"csrf": False})
    for field in form:
        if isinstance(field, SelectFieldBase) and not _are_written(getattr(kind, field.short_name)):
            raise TypeError(f"{kind.__name__}.{field.short_name} has choices of its own: this form cannot be fresh")
    return form


def _are_written(declared: Any) -> bool:
    """Whether a field is declared with its choices."""
    choices = declared.kwargs.get("choices")
    return choices is not None and not callable(choices)


def _begun(kind: Callable[..., Any], prefix: str, name: str, value: Any) -> Any:
    """A field of that form which begins with a value."""
    blank = _blank(kind, prefix)[name]
    field = object.__new__(type(blank))  # the class itself would give an unbound one
    field.__dict__.update(blank.__dict__)
    field.process(None, value)
    return field


class FreshField:
    """A field of a fresh form: what a template asks of a field of WTForms. Equal to any other that looks the same."""

    __slots__ = ("_bound", "_key")
    errors: Sequence[str] = ()

    def __init__(self, kind: Callable[..., Any], prefix: str, name: str, value: Any) -> None:
        self._key = (kind, prefix, name, value)
        self._bound: Any = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FreshField) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def field(self) -> Any:
        """The field of WTForms, made when something is first asked of it."""
        if self._bound is None:
            self._bound = _begun(*self._key)
        return self._bound

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self.field, attribute)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.field)

    def __call__(self, **attributes: Any) -> Markup:
        drawn: Markup = self.field(**attributes)
        return drawn

    def __html__(self) -> Markup:
        return self()

    def __str__(self) -> str:
        return self()


class FreshForm:
    """A form of the portal as a page first shows it: see `Form.fresh`. Its fields are its attributes."""

    errors: Mapping[str, Any] = {}
    form_errors: Sequence[str] = ()

    def __init__(self, kind: Callable[..., Any], prefix: str, start: Mapping[str, Any]) -> None:
        self._kind = kind
        self._prefix = prefix
        self._start = dict(start)

    def __getattr__(self, name: str) -> FreshField:
        field = _blank(self._kind, self._prefix)._fields.get(name)
        if field is None:
            raise AttributeError(name)
        if name not in self._start:
            self._start[name] = field.default() if callable(field.default) else field.default
        return FreshField(self._kind, self._prefix, name, self._start[name])
