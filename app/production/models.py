"""What is made, its rates and norms, and the log of output and hours."""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import LongExact, Model, unique_where
from app.members.models import Member, Unit
from app.production.hours import HoursKind as HoursKind
from app.record.models import Decision


class Item(Model):
    """What is made, with its unit of measure. Quantities are integers of its smallest step:
    with 2 decimals, 150 stands for 1.50."""

    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    """The name in files: LOG.csv and ITEMS.csv know the item by it."""
    name: Mapped[str] = mapped_column(String(200))
    measure: Mapped[str] = mapped_column(String(40))
    decimals: Mapped[int] = mapped_column(default=0)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    """Where it is made."""
    at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship(viewonly=True)


class PieceRate(Model):
    """What one unit of an item pays from a day on, by a decision. The latest on a day holds."""

    __tablename__ = "piece_rate"
    __table_args__ = (UniqueConstraint("item_id", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    rate: Mapped[Fraction]
    """Major units of the currency per unit of the item."""
    from_on: Mapped[date]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    at: Mapped[datetime]

    decision: Mapped[Decision] = relationship(viewonly=True)


class Norm(Model):
    """Standard minutes for one unit of an item from a day on, by a decision."""

    __tablename__ = "norm"
    __table_args__ = (UniqueConstraint("item_id", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    minutes: Mapped[Fraction]
    from_on: Mapped[date]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    at: Mapped[datetime]

    decision: Mapped[Decision] = relationship(viewonly=True)


class Entry(Model):
    """One line of the shift log: what was made, by whom, in how long. The quantity belongs to
    the entry, once; each person's time stands in `Labour`. Never edited: reversed."""

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint("quantity >= 0 AND rejects >= 0", name="not_negative"),
        CheckConstraint("item_id IS NOT NULL OR quantity = 0", name="quantity_of_something"),
        Index("ix_entry_worked_on", "worked_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    """Made by the phone or by the imported row: the same entry never arrives twice."""
    worked_on: Mapped[date]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    quantity: Mapped[int] = mapped_column(default=0)
    rejects: Mapped[int] = mapped_column(default=0)
    crew: Mapped[str | None] = mapped_column(String(100))
    """The crew's name; None for one member's own entry."""
    note: Mapped[str] = mapped_column(String(300), default="")
    logged_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    logged_at: Mapped[datetime]

    item: Mapped[Item | None] = relationship(viewonly=True)
    unit: Mapped[Unit] = relationship(viewonly=True)
    labour: Mapped[list["Labour"]] = relationship(viewonly=True, order_by="Labour.id")
    confirmation: Mapped["Confirmation | None"] = relationship(viewonly=True)
    dispute: Mapped["Dispute | None"] = relationship(viewonly=True)
    reversal: Mapped["Reversal | None"] = relationship(viewonly=True)


class Labour(Model):
    """One member's time in an entry, in whole minutes of one kind."""

    __tablename__ = "labour"
    __table_args__ = (
        CheckConstraint("minutes >= 0", name="not_negative"),
        UniqueConstraint("entry_id", "member_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    minutes: Mapped[int]
    kind: Mapped[HoursKind] = mapped_column(default=HoursKind.PRODUCTIVE)

    member: Mapped[Member] = relationship(viewonly=True)


class Confirmation(Model):
    """Another member saw the work and signs for it."""

    __tablename__ = "confirmation"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    member: Mapped[Member] = relationship(viewonly=True)


class Dispute(Model):
    """Another member says the entry is wrong, and why. Confirming or reversing settles it."""

    __tablename__ = "dispute"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    member: Mapped[Member] = relationship(viewonly=True)


class Reversal(Model):
    """The entry counts no more; it and this line stay."""

    __tablename__ = "reversal"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    member: Mapped[Member] = relationship(viewonly=True)


class _Kept:
    """A sum of confirmed work, kept so that nobody reads the log for it again (see `sums`). It
    follows from the log, which alone is true."""

    entries: Mapped[int]
    """How many entries are in it: with none the row goes."""
    productive: Mapped[int]
    waiting: Mapped[int]
    rest: Mapped[int]
    training: Mapped[int]
    rework: Mapped[int]
    """Minutes of each kind."""
    earned: Mapped[Fraction] = mapped_column(LongExact)
    """Accepted output at the piece rates of its days, in major units."""
    unpriced: Mapped[int]
    """How many of the entries have output without a piece rate."""


class _KeptOfMember(_Kept):
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    on: Mapped[date] = mapped_column("first_on", primary_key=True, index=True)
    """The day, or the first day of the week or month."""
    rejected: Mapped[Fraction] = mapped_column(LongExact)
    """Rejects at the piece rates of good units."""
    standard: Mapped[Fraction] = mapped_column(LongExact)
    """Standard minutes: accepted output at the norms of its days."""
    unjudged: Mapped[int]
    """How many of the entries have accepted output without a norm."""


class MemberDay(_KeptOfMember, Model):
    """One member's confirmed work of one day, with their part of what crews made."""

    __tablename__ = "member_day"


class MemberWeek(_KeptOfMember, Model):
    """One member's confirmed work of one week, Monday to Sunday: the sum of its days. A week that
    two months share is kept in two parts; `on` is the first day of the part."""

    __tablename__ = "member_week"


class MemberMonth(_KeptOfMember, Model):
    """One member's confirmed work of one calendar month: the sum of its days."""

    __tablename__ = "member_month"


class ItemMonth(_Kept, Model):
    """All confirmed work on one item in one calendar month."""

    __tablename__ = "item_month"

    item_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """0 for hours on no item."""
    on: Mapped[date] = mapped_column("first_on", primary_key=True, index=True)
    quantity: Mapped[int] = mapped_column(BigInteger)
    """Accepted, in the item's smallest steps."""
    unassigned: Mapped[int]
    """How many of the entries are output of a crew beside which nobody's productive time stands."""


class Closing(Model):
    """The log is closed up to and including a day: what comes later belongs to a later period."""

    __tablename__ = "closing"
    __table_args__ = (unique_where("uq_closing_live", "to_on", where="reopened_at IS NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    to_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    reopened_at: Mapped[datetime | None]
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))


class FinishedWeek(Model):
    """A member says: my log for this week is complete. It can be taken back."""

    __tablename__ = "finished_week"
    __table_args__ = (
        unique_where("uq_finished_week_live", "member_id", "monday", where="withdrawn_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    monday: Mapped[date]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
