"""Wage schemes, comparisons, pay runs and payslips."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.members.models import Member
from app.record.models import Decision
from app.treasury.models import JournalEntry


class Scheme(Model):
    """A wage scheme as written: a tree of terms in canonical JSON, known by its hash."""

    __tablename__ = "scheme"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    terms: Mapped[str] = mapped_column(Text)
    """Canonical JSON of the tree."""
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


class Adoption(Model):
    """From this day the co-op pays by this scheme, by this decision. The latest on a day holds."""

    __tablename__ = "adoption"

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    from_on: Mapped[date] = mapped_column(index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    at: Mapped[datetime]

    scheme: Mapped[Scheme] = relationship(viewonly=True)
    decision: Mapped[Decision] = relationship(viewonly=True)


class Grading(Model):
    """A member's grade and its coefficient from a day on, by a decision."""

    __tablename__ = "grading"
    __table_args__ = (UniqueConstraint("member_id", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    grade: Mapped[str] = mapped_column(String(40))
    coefficient: Mapped[Fraction]
    from_on: Mapped[date]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    at: Mapped[datetime]


class Comparison(Model):
    """A saved what-if: which schemes on which span, with the hash of its inputs."""

    __tablename__ = "comparison"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    schemes: Mapped[list[Any]]
    inputs_hash: Mapped[str] = mapped_column(String(64))
    result: Mapped[dict[str, Any]]
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


class PayRun(Model):
    """The pay of one period. Prepared by one, approved by another; set aside until approved,
    afterwards only corrected by a later run."""

    __tablename__ = "pay_run"
    __table_args__ = (
        CheckConstraint("to_on >= from_on", name="dates_in_order"),
        CheckConstraint("approved_by_id <> prepared_by_id", name="four_eyes"),
        Index(
            "uq_pay_run_live_period",
            "from_on",
            unique=True,
            sqlite_where=text("set_aside_at IS NULL"),
            postgresql_where=text("set_aside_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    inputs: Mapped[str] = mapped_column(Text)
    """Everything the pay was computed from, in canonical JSON."""
    inputs_hash: Mapped[str] = mapped_column(String(64))
    bill: Mapped[int] = mapped_column(BigInteger)
    """Minor units: the sum of the payslips."""
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    prepared_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    approved_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]
    journal_entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))

    prepared_by: Mapped[Member] = relationship(foreign_keys=[prepared_by_id], viewonly=True)
    approved_by: Mapped[Member | None] = relationship(foreign_keys=[approved_by_id], viewonly=True)
    journal_entry: Mapped[JournalEntry | None] = relationship(viewonly=True)
    payslips: Mapped[list["Payslip"]] = relationship(viewonly=True, order_by="Payslip.id")


class Payslip(Model):
    __tablename__ = "payslip"
    __table_args__ = (UniqueConstraint("run_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("pay_run.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    """Minor units: the sum of its lines."""

    run: Mapped[PayRun] = relationship(viewonly=True)
    member: Mapped[Member] = relationship(viewonly=True)
    lines: Mapped[list["PayLine"]] = relationship(viewonly=True, order_by="PayLine.position")


class PayLine(Model):
    """One line of a payslip: an amount, what it is for, and the decision it rests on."""

    __tablename__ = "pay_line"
    __table_args__ = (UniqueConstraint("payslip_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    payslip_id: Mapped[int] = mapped_column(ForeignKey("payslip.id"))
    position: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)
    trace: Mapped[dict[str, Any]]
    """Why this amount: the evaluated terms with their sentences, entries and rates."""
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))

    decision: Mapped[Decision] = relationship(viewonly=True)
