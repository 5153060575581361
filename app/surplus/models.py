"""What was shared out, and from which figures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.members.models import Member
from app.record.models import Decision
from app.treasury.models import JournalEntry, Reversible


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


class CapitalPayout(Reversible, Model):
    """The parts of their capital that fell due to those who left, up to a day: prepared by one,
    approved by another, booked as owed, and then paid by a payment order. Taken back unpaid, its
    parts are due again."""

    __tablename__ = "capital_payout"
    __table_args__ = (CheckConstraint("approved_by_id <> prepared_by_id", name="four_eyes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    to_on: Mapped[date]
    total: Mapped[int] = mapped_column(BigInteger)
    salt: Mapped[str] = mapped_column(String(32))
    """Goes into the seal of the parts: the record shows none of them."""
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    prepared_at: Mapped[datetime]
    set_aside_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    set_aside_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    approved_at: Mapped[datetime | None]
    journal_entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))

    prepared_by: Mapped[Member] = relationship(foreign_keys=[prepared_by_id], viewonly=True)
    approved_by: Mapped[Member | None] = relationship(foreign_keys=[approved_by_id], viewonly=True)

    @property
    def subject(self) -> str:
        """As the record and its payment order name it."""
        return f"capital payout {self.id}"


class CapitalPart(Model):
    """One yearly part of one member's capital, in minor units. A member may get several at once:
    those of years in which nobody paid."""

    __tablename__ = "capital_part"
    __table_args__ = (CheckConstraint("amount > 0", name="positive"),)

    payout_id: Mapped[int] = mapped_column(ForeignKey("capital_payout.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    """The distribution of a surplus that says in how many parts; None where there was none."""
