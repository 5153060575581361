"""Carried motions taking effect."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.motions.models import Motion


class Enactment(Model):
    """A carried motion's effect: due on a day, done once, or found impossible with a reason."""

    __tablename__ = "enactment"

    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(index=True)
    enacted_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    reason: Mapped[dict[str, Any] | None]
    """Why it could not apply: a Sentence as JSON."""
    subject: Mapped[str] = mapped_column(String(60), default="")
    """The thing that came to be: "adoption 3"."""

    motion: Mapped[Motion] = relationship(viewonly=True)
