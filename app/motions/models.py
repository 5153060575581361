"""Motions, their versions, seconders and amendments."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bylaws.models import Matter
from app.db import Model
from app.members.models import Member, Unit
from app.motions.rules.amendments import AmendmentState as AmendmentState
from app.motions.rules.amendments import amendment_state
from app.motions.rules.course import Outcome as Outcome
from app.motions.rules.effects import EffectKind as EffectKind
from app.motions.rules.questions import Method as Method
from app.record.models import Decision


class Motion(Model):
    """A proposal to a body. Text and effect are those of its latest `MotionVersion`, repeated
    here for reading; the state is derived from the moments."""

    __tablename__ = "motion"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int | None] = mapped_column(unique=True)
    """Given on submission; a draft has none."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    """The body that decides: the assembly of this unit."""
    matter: Mapped[Matter]
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    effect_kind: Mapped[EffectKind]
    effect: Mapped[dict[str, Any]]
    """Empty while options are to be voted on: the chosen one brings its own."""
    method: Mapped[Method] = mapped_column(default=Method.MOTION)
    seats: Mapped[int] = mapped_column(default=1)
    """How many of the options are chosen."""
    ballot: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the method wants to know, as `questions.BallotTerms.to_json` writes it."""
    commences_on: Mapped[date | None]
    """The day the effect takes place; None: the day the motion is carried."""
    mover_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    drafted_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    put_at: Mapped[datetime | None]
    """Since when a vote on it is open; None while there is none. It stands still meanwhile."""
    vote_closed_at: Mapped[datetime | None]
    """When that vote closed, where its result waits for its scrutineers or the chair."""
    poll_id: Mapped[int | None]
    """The latest poll on it; plain, as `voting` stands above."""
    decided_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    """The decision by which it needs the higher majority that the bylaws have on demand."""
    failed_at: Mapped[datetime | None]
    """When its effect was found impossible; `enactment` has the reason."""
    comparison_id: Mapped[int | None]
    """The saved comparison of wage schemes that members saw; plain, as `wages` stands above."""

    mover: Mapped[Member] = relationship(viewonly=True)
    unit: Mapped[Unit] = relationship(viewonly=True)
    decision: Mapped[Decision | None] = relationship(foreign_keys=[decision_id], viewonly=True)

    @property
    def subject(self) -> str:
        """What the record calls it."""
        return f"motion {self.id}"

    @property
    def topic(self) -> str:
        """What the pages that show it listen to."""
        return f"motion-{self.id}"


class MotionOption(Model):
    """One answer to a motion that asks a question; whoever votes refers to it by its number."""

    __tablename__ = "motion_option"
    __table_args__ = (UniqueConstraint("motion_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    effect: Mapped[dict[str, Any] | None]
    """What it does if it is chosen, of the motion's kind."""
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    """Who stands, in an election."""
    place: Mapped[int | None]
    """Its place among those chosen, from 1; None: it was not, or not yet."""


class MotionVersion(Model):
    """The motion as it stood from a moment on: as drafted, and after each accepted amendment."""

    __tablename__ = "motion_version"
    __table_args__ = (UniqueConstraint("motion_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    effect: Mapped[dict[str, Any]]
    commences_on: Mapped[date | None]
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"))
    changes: Mapped[list[Any]] = mapped_column(default=list)
    """What the amendment changed in the version before, as `paragraphs.Change.to_json` writes."""
    option_id: Mapped[int | None] = mapped_column(ForeignKey("motion_option.id"))
    """The option whose effect a vote made the motion's."""
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


class Seconding(Model):
    """Another member supports that the motion is put."""

    __tablename__ = "seconding"
    __table_args__ = (UniqueConstraint("motion_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    member: Mapped[Member] = relationship(viewonly=True)


class Amendment(Model):
    """A proposed change of single paragraphs of a motion, or of its effect. Its mover may accept
    it; else it is voted on before the motion is put."""

    __tablename__ = "amendment"
    __table_args__ = (UniqueConstraint("motion_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"))
    number: Mapped[int]
    """Within its motion, from 1."""
    mover_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    version: Mapped[int]
    """The version of the motion that it was written for."""
    changes: Mapped[list[Any]]
    """The paragraphs it changes in that version, as `paragraphs.Change.to_json` writes them."""
    effect: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    place: Mapped[int | None]
    """Its place in the order of voting, set by the chair; None: as it is proposed."""
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    put_at: Mapped[datetime | None]
    """Since when a vote on it is open; None while there is none."""
    poll_id: Mapped[int | None]
    """The latest poll on it; plain, as `voting` stands above."""
    decided_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]

    mover: Mapped[Member] = relationship(viewonly=True)
    motion: Mapped[Motion] = relationship(viewonly=True)

    @property
    def state(self) -> AmendmentState:
        return amendment_state(
            withdrawn=self.withdrawn_at is not None,
            accepted=self.accepted_at is not None,
            declined=self.declined_at is not None,
            put=self.put_at is not None,
            outcome=self.outcome,
        )
