"""Once a conversation is drawn, what its reader was told of it is read: the mark and the bell say so from then on."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from flask import Response, after_this_request

from portal.applications.models import Application
from portal.applications.thread.unread import TO_OWNERS, TO_TALENT
from portal.core.database import is_busy
from portal.core.transaction import forbid_writes
from portal.notices.matters import Subject
from portal.notices.services import mark_read_about
from portal.organization.models import Person

log = logging.getLogger(__name__)


def note_when_answered(reader: Person, application: Application) -> None:
    """Mark as read what `reader` was told of this conversation, once the answer is drawn.

    Nobody else learns that they read it. A busy database may cost the mark, never the page.
    """
    subject = Subject(Application.__tablename__, application.id)

    @after_this_request
    def note(response: Response) -> Response:
        if response.status_code in (200, 409, 422):
            forbid_writes(False)
            try:
                mark_read_about(reader, (TO_TALENT, TO_OWNERS), subject)
            except sa.exc.OperationalError as error:
                if not is_busy(error):
                    raise
                log.warning("messages not marked as read, the database was busy: %s", subject)
        return response
