"""Elections to offices, and petitions for a recall."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model, unique_where
from app.members.models import Mandate, Member
from app.motions.models import Motion

_RUNS = "reached_at IS NULL AND withdrawn_at IS NULL AND lapsed_at IS NULL"
_STANDS = "withdrawn_at IS NULL"


class Petition(Model):
    """Members ask that somebody is recalled. With enough signatures the recall is moved and put
    to the vote by itself; until it is carried, nothing is suspended."""

    __tablename__ = "petition"
    __table_args__ = (unique_where("uq_petition_running", "mandate_id", where=_RUNS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    title: Mapped[str] = mapped_column(String(200))
    """Of the motion that it becomes."""
    reason: Mapped[str] = mapped_column(Text)
    needed: Mapped[int]
    """Signatures, as the rule gave them on the day it was started."""
    started_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    """Until when it can be signed, by the same rule; None: without end."""
    lapsed_at: Mapped[datetime | None]
    """When it made room for another petition, its end having come without the signatures."""
    withdrawn_at: Mapped[datetime | None]
    reached_at: Mapped[datetime | None]
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("motion.id"))

    mandate: Mapped[Mandate] = relationship(viewonly=True)
    started_by: Mapped[Member] = relationship(viewonly=True)
    motion: Mapped[Motion | None] = relationship(viewonly=True)


class PetitionSignature(Model):
    """A member signs; it stands until they withdraw it. Who signs again signs anew."""

    __tablename__ = "petition_signature"
    __table_args__ = (
        unique_where("uq_petition_signature_standing", "petition_id", "member_id", where=_STANDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(viewonly=True)


class Election(Model):
    """What a motion that fills an office by election has besides: when nominations end, and the
    seed that orders the ballot, published from the beginning."""

    __tablename__ = "election"

    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    nominations_until: Mapped[datetime]
    seed: Mapped[str] = mapped_column(String(64))
    closed_at: Mapped[datetime | None]
    """When the candidates were put on the ballot."""
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    motion: Mapped[Motion] = relationship(viewonly=True)


class Candidacy(Model):
    """Somebody is nominated, by themselves or by another, and stands once they have accepted."""

    __tablename__ = "candidacy"
    __table_args__ = (UniqueConstraint("motion_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("election.motion_id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    nominated_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    nominated_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    statement: Mapped[str] = mapped_column(Text, default="")

    member: Mapped[Member] = relationship(foreign_keys=[member_id], viewonly=True)
    nominated_by: Mapped[Member] = relationship(foreign_keys=[nominated_by_id], viewonly=True)
    election: Mapped[Election] = relationship(viewonly=True)

    @property
    def stands(self) -> bool:
        return self.accepted_at is not None and self.withdrawn_at is None


class Drawing(Model):
    """A carried motion that an office is drawn by lot. First the pool is fixed, then the seed
    becomes known, as it was announced; from both anybody draws the same."""

    __tablename__ = "drawing"

    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    opened_at: Mapped[datetime]
    pool: Mapped[list[Any] | None]
    """Numbers in the register, ascending."""
    fixed_at: Mapped[datetime | None]
    fixed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    seed: Mapped[str | None] = mapped_column(String(200))
    drawn_on: Mapped[date | None]
    drawn_at: Mapped[datetime | None]
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    motion: Mapped[Motion] = relationship(viewonly=True)


class Volunteer(Model):
    """A member who wants to be in the pool."""

    __tablename__ = "volunteer"

    motion_id: Mapped[int] = mapped_column(ForeignKey("drawing.motion_id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(viewonly=True)


class SeatTaken(Model):
    """Who holds a seat by an election or a drawing: first the chosen, later those who moved up."""

    __tablename__ = "seat_taken"

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    seat: Mapped[int]
    """From 1, in the order of election or of the lots."""
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), unique=True)
    ends_on: Mapped[date]
    """The last day of the term, also where the mandate ends before it."""
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    """Who called the substitute; None for the first on the seat."""
    at: Mapped[datetime]

    mandate: Mapped[Mandate] = relationship(viewonly=True)
