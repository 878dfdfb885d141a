"""Where the pages of the public catalogue are: in the portal, or in a folder of files."""

from __future__ import annotations

from typing import Protocol

from flask import url_for

from portal.mail.outbox import link_to


class Site(Protocol):
    """The addresses that a public page needs. Those called `whole_` say the host too, for whoever reads a page from
    elsewhere; `page` is the number of a page of the list. `words` is where the words of all missions are found by a
    script, empty where none looks for them."""

    @property
    def words(self) -> str: ...
    def home(self, lang: str, page: int = 1) -> str: ...
    def mission(self, public_id: str, lang: str) -> str: ...
    def feed(self, lang: str) -> str: ...
    def portal(self) -> str: ...
    def apply(self, public_id: str) -> str: ...
    def whole_home(self, lang: str, page: int = 1) -> str: ...
    def whole_mission(self, public_id: str, lang: str) -> str: ...
    def whole_feed(self, lang: str) -> str: ...


class InPortal:
    """The pages that the portal answers itself. The language stands in the address: each is one page for everyone."""

    words = ""

    def home(self, lang: str, page: int = 1) -> str:
        """The list."""
        return url_for("public.list_missions", lang=lang, page=_unless_first(page))

    def mission(self, public_id: str, lang: str) -> str:
        """One mission."""
        return url_for("public.show_mission", public_id=public_id, lang=lang)

    def feed(self, lang: str) -> str:
        """The feed."""
        return url_for("public.send_feed", lang=lang)

    def portal(self) -> str:
        """The first page for those who have an account."""
        return url_for("pages.show_home")

    def apply(self, public_id: str) -> str:
        """Where someone who has an account applies."""
        return url_for("missions.show_mission", public_id=public_id)

    def whole_home(self, lang: str, page: int = 1) -> str:
        """The list, from anywhere."""
        return link_to("public.list_missions", lang=lang, page=_unless_first(page))

    def whole_mission(self, public_id: str, lang: str) -> str:
        """One mission, from anywhere."""
        return link_to("public.show_mission", public_id=public_id, lang=lang)

    def whole_feed(self, lang: str) -> str:
        """The feed, from anywhere."""
        return link_to("public.send_feed", lang=lang)


def _unless_first(page: int) -> int | None:
    return page if page > 1 else None
