"""Wage schemes, comparisons, pay runs and payslips."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model, unique_where
from app.members.models import Member
from app.record.models import Decision
from app.treasury.models import JournalEntry
from app.wages.kinds import AbsenceKind, AdjustmentKind, LineKind
from app.wages.rules.openness import Openness


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


class PayOpenness(Model):
    """From this day members see each other's pay so far, by this decision. The latest on a day
    holds; without any, pay is private."""

    __tablename__ = "pay_openness"

    id: Mapped[int] = mapped_column(primary_key=True)
    policy: Mapped[Openness]
    from_on: Mapped[date] = mapped_column(index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    at: Mapped[datetime]

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


class LegalProfile(Model):
    """What the law adds to any scheme from a day on, as one person read it and another checked.
    The latest checked one on a day holds; a wrong one is superseded or refused, never edited."""

    __tablename__ = "legal_profile"
    __table_args__ = (CheckConstraint("checked_by_id <> by_id", name="four_eyes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_on: Mapped[date] = mapped_column(index=True)
    terms: Mapped[dict[str, Any]]
    """As the `[legal]` table of SCHEMES.toml has it; numbers are exact strings."""
    reference: Mapped[str] = mapped_column(Text)
    """The law: its name, its paragraph, where it can be read."""
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    checked_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    by: Mapped[Member] = relationship(foreign_keys=[by_id], viewonly=True)
    checked_by: Mapped[Member | None] = relationship(foreign_keys=[checked_by_id], viewonly=True)


class GoodsPrice(Model):
    """What a unit of goods counts for in pay from a day on, by a decision."""

    __tablename__ = "goods_price"
    __table_args__ = (UniqueConstraint("name", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    measure: Mapped[str] = mapped_column(String(40))
    price: Mapped[Fraction]
    """Major units of the currency for one `measure`."""
    from_on: Mapped[date]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    decision: Mapped[Decision] = relationship(viewonly=True)


class Adjustment(Model):
    """What a member's pay is to have beside the scheme: an absence, an addition, goods, an
    advance, a deduction, or pay that was too much. A run takes it up when its day has come, what
    a deduction could not take waits for the next one. Never edited: withdrawn."""

    __tablename__ = "adjustment"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="not_negative"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[AdjustmentKind]
    absence: Mapped[AbsenceKind | None]
    from_on: Mapped[date]
    """The day it belongs to; an absence lasts until `to_on`."""
    to_on: Mapped[date | None]
    what: Mapped[str] = mapped_column(String(200))
    """In the words of who entered it; empty where the kind says it all."""
    quantity: Mapped[Fraction | None]
    """Units of goods, or hours of absence; with `price`, major units for each."""
    price: Mapped[Fraction | None]
    amount: Mapped[int] = mapped_column(BigInteger)
    """Minor units, all of it."""
    most_per_run: Mapped[int | None] = mapped_column(BigInteger)
    """Minor units that one run takes at most."""
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    consented_at: Mapped[datetime | None]
    """When the member agreed to a deduction that rests on no decision."""
    journal_entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))
    """That of an advance paid out."""
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    member: Mapped[Member] = relationship(foreign_keys=[member_id], viewonly=True)
    decision: Mapped[Decision | None] = relationship(viewonly=True)


class PayRun(Model):
    """The pay of one period. Prepared by one, approved by another; set aside until approved,
    afterwards only corrected by a later run, which books the difference and keeps both."""

    __tablename__ = "pay_run"
    __table_args__ = (
        CheckConstraint("to_on >= from_on", name="dates_in_order"),
        CheckConstraint("approved_by_id <> prepared_by_id", name="four_eyes"),
        unique_where(
            "uq_pay_run_live_period",
            "from_on",
            where="set_aside_at IS NULL AND corrects_id IS NULL",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("pay_run.id"))
    """The approved run whose pay this one puts right; None for the pay of a period."""
    inputs: Mapped[str] = mapped_column(Text, deferred=True)
    """Everything the pay was computed from, in canonical JSON: megabytes, read only when asked
    for."""
    inputs_hash: Mapped[str] = mapped_column(String(64))
    bill: Mapped[int] = mapped_column(BigInteger)
    """Minor units: the sum of the payslips' gross."""
    net: Mapped[int] = mapped_column(BigInteger)
    """Minor units: what is paid out, the sum of the payslips' net."""
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    prepared_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    approved_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]
    journal_entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))

    prepared_by: Mapped[Member] = relationship(foreign_keys=[prepared_by_id], viewonly=True)
    approved_by: Mapped[Member | None] = relationship(foreign_keys=[approved_by_id], viewonly=True)
    journal_entry: Mapped[JournalEntry | None] = relationship(viewonly=True)
    corrects: Mapped["PayRun | None"] = relationship(remote_side=[id], viewonly=True)
    payslips: Mapped[list["Payslip"]] = relationship(viewonly=True, order_by="Payslip.id")

    @property
    def subject(self) -> str:
        """As the record and its payment order name it."""
        return f"pay run {self.id}"


class Payslip(Model):
    """One member's pay in a run, in minor units: gross + additions - deductions = net, which is
    the sum of the lines and never below zero."""

    __tablename__ = "payslip"
    __table_args__ = (
        UniqueConstraint("run_id", "member_id"),
        CheckConstraint("gross + additions - deductions = net", name="adds_up"),
        CheckConstraint("net >= 0", name="never_below_zero"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("pay_run.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    gross: Mapped[int] = mapped_column(BigInteger)
    """What was earned: by the scheme, by law, in paid absence, and differences of past pay."""
    additions: Mapped[int] = mapped_column(BigInteger)
    deductions: Mapped[int] = mapped_column(BigInteger)
    """Zero or more: what was taken off."""
    net: Mapped[int] = mapped_column(BigInteger)
    """What is paid out."""

    run: Mapped[PayRun] = relationship(viewonly=True)
    member: Mapped[Member] = relationship(viewonly=True)
    lines: Mapped[list["PayLine"]] = relationship(viewonly=True, order_by="PayLine.position")


class PayLine(Model):
    """One line of a payslip: an amount, what it is for, and the decision it rests on. What is
    taken off is negative."""

    __tablename__ = "pay_line"
    __table_args__ = (UniqueConstraint("payslip_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    payslip_id: Mapped[int] = mapped_column(ForeignKey("payslip.id"))
    position: Mapped[int]
    kind: Mapped[LineKind]
    amount: Mapped[int] = mapped_column(BigInteger)
    trace: Mapped[dict[str, Any]]
    """Why this amount: the evaluated terms with their sentences, entries and rates; `basis`, a
    sentence, where a line rests on a law or a consent instead of a decision."""
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    adjustment_id: Mapped[int | None] = mapped_column(ForeignKey("adjustment.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("pay_run.id"), index=True)
    """The past run of which this line is the difference."""

    decision: Mapped[Decision | None] = relationship(viewonly=True)
