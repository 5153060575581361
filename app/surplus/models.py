"""What was shared out, and from which figures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.members.models import Member
from app.record.models import Decision
from app.treasury.models import JournalEntry


class SurplusShare(Model):
    """A member's part of a distribution, in minor units, with the figures it was measured by."""

    __tablename__ = "surplus_share"

    distribution_id: Mapped[int] = mapped_column(
        ForeignKey("surplus_distribution.id"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    minutes: Mapped[int] = mapped_column(BigInteger)
    pay: Mapped[int] = mapped_column(BigInteger)
    capital: Mapped[int] = mapped_column(BigInteger)
    """What stood on their account before."""
    amount: Mapped[int] = mapped_column(BigInteger)

    member: Mapped[Member] = relationship(viewonly=True)


class SurplusDistribution(Model):
    """A surplus, or loss, that was shared out by a decision: booked once, never changed."""

    __tablename__ = "surplus_distribution"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_on: Mapped[date]
    to_on: Mapped[date] = mapped_column(unique=True)
    plan: Mapped[dict[str, Any]]
    """As `surplus.rules.Plan.to_json` writes it."""
    surplus: Mapped[int] = mapped_column(BigInteger)
    reserve: Mapped[int] = mapped_column(BigInteger)
    education: Mapped[int] = mapped_column(BigInteger)
    journal_entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    at: Mapped[datetime]

    decision: Mapped[Decision] = relationship(viewonly=True)
    journal_entry: Mapped[JournalEntry] = relationship(viewonly=True)
    shares: Mapped[list[SurplusShare]] = relationship(
        viewonly=True, order_by="SurplusShare.member_id"
    )
