"""The picture itself, apart from its person so that nothing else ever reads it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.model import Created
from portal.extensions import Base


class Photo(Created, Base):
    """Someone's photo: a small square JPEG that this portal encoded. `Person.photo_key` changes with it."""

    __tablename__ = "photo"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    jpeg: Mapped[bytes] = mapped_column(sa.LargeBinary)
