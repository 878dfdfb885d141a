"""Who is told of a message: the other side, once, without its words. Nobody but the two sides ever holds those."""

from __future__ import annotations

from portal.applications.models import Application
from portal.applications.notifications import owners
from portal.applications.thread.models import Message
from portal.applications.thread.unread import TO_OWNERS, TO_TALENT
from portal.notices.telling import tell
from portal.organization.models import Person


def tell_written(actor: Person, application: Application, message: Message) -> None:
    """The talent, or those who own the mission: someone wrote. The mail has no words of theirs, which can be taken
    back, and which others may read in a mailbox."""
    is_talents = actor.id == application.person_id
    people, event = (owners(application), TO_OWNERS) if is_talents else ([application.person], TO_TALENT)
    for person in people:
        if person.id != application.person_id or not is_talents:
            tell(person, event, once=message.public_id, application=application, actor=actor)
