"""Petitions for a recall, and who signed them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.members.models import Mandate, Member
from app.motions.models import Motion

_RUNS = text("reached_at IS NULL AND withdrawn_at IS NULL")


class Petition(Model):
    """Members ask that somebody is recalled. With enough signatures the recall is moved and put
    to the vote by itself; until it is carried, nothing is suspended."""

    __tablename__ = "petition"
    __table_args__ = (
        Index(
            "uq_petition_running",
            "mandate_id",
            unique=True,
            sqlite_where=_RUNS,
            postgresql_where=_RUNS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    title: Mapped[str] = mapped_column(String(200))
    """Of the motion that it becomes."""
    reason: Mapped[str] = mapped_column(Text)
    needed: Mapped[int]
    """Signatures, as the rule gave them on the day it was started."""
    started_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    started_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    reached_at: Mapped[datetime | None]
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("motion.id"))

    mandate: Mapped[Mandate] = relationship(viewonly=True)
    started_by: Mapped[Member] = relationship(viewonly=True)
    motion: Mapped[Motion | None] = relationship(viewonly=True)


class PetitionSignature(Model):
    __tablename__ = "petition_signature"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]

    member: Mapped[Member] = relationship(viewonly=True)
