"""Noting a look from a view: the page is drawn in a reading transaction, the note written in one of its own after it
and before the answer leaves, so that nothing private is sent without its row."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, after_this_request

from portal.core.transaction import forbid_writes
from portal.organization.models import Person
from portal.talents.looks import services
from portal.talents.visibility import Sight


def note_when_answered(reader: Person, sights: Mapping[int, Sight]) -> None:
    """Note that `reader` read what is private of these people (by id) once the answer is drawn, if it is one page.

    The one write that a GET makes besides the use of its session. Nothing is asked of the database unless something
    private was read, and nothing is written twice a day.
    """
    looks = services.looks_to_note(reader, sights)
    if not looks:
        return

    @after_this_request
    def note(response: Response) -> Response:
        if response.status_code < 400 or response.status_code in (409, 422):
            forbid_writes(False)
            services.note_looks(looks)
        return response
