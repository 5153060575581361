"""Budgets, who may spend from their lines, and what was spent."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model, unique_where
from app.members.models import Member, Office, Unit
from app.record.models import Decision
from app.treasury.models import Paid


class Budget(Model):
    """What the members voted to spend from a day to a day. Never changed: more is another one."""

    __tablename__ = "budget"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[date]
    to_on: Mapped[date]
    """The last day, inclusive."""
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    at: Mapped[datetime]

    decision: Mapped[Decision] = relationship(viewonly=True)


class BudgetLine(Model):
    """So much, in minor units, for a purpose of a unit, booked on an account of expenses."""

    __tablename__ = "budget_line"
    __table_args__ = (CheckConstraint("amount > 0", name="positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    budget_id: Mapped[int] = mapped_column(ForeignKey("budget.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(200))
    account: Mapped[str] = mapped_column(String(100))
    """Its code; opened by the first booking."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    amount: Mapped[int] = mapped_column(BigInteger)

    budget: Mapped[Budget] = relationship(viewonly=True)
    unit: Mapped[Unit] = relationship(viewonly=True)


class SpendingLimit(Model):
    """From a day on, whoever holds an office spends from a line within caps. The latest one for
    the office and the line holds; one of nothing takes it away."""

    __tablename__ = "spending_limit"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("budget_line.id"), index=True)
    office: Mapped[Office]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    """The unit whose office it is."""
    once: Mapped[int] = mapped_column(BigInteger)
    in_all: Mapped[int] = mapped_column(BigInteger)
    months: Mapped[int]
    """`in_all` is for each calendar month (1), quarter (3) or year (12)."""
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    """The last day, inclusive."""
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    at: Mapped[datetime]

    unit: Mapped[Unit] = relationship(viewonly=True)
    decision: Mapped[Decision] = relationship(viewonly=True)


class Spending(Model):
    """An invoice that an office takes on, within its limit: paid by somebody else, or withdrawn
    before that."""

    __tablename__ = "spending"
    __table_args__ = (CheckConstraint("amount > 0", name="positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("budget_line.id"), index=True)
    limit_id: Mapped[int] = mapped_column(ForeignKey("spending_limit.id"), index=True)
    spent_on: Mapped[date]
    payee: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(200))
    invoice: Mapped[str] = mapped_column(String(60), default="")
    """Its number, as the payee wrote it."""
    amount: Mapped[int] = mapped_column(BigInteger)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    withdrawn_at: Mapped[datetime | None]

    line: Mapped[BudgetLine] = relationship(viewonly=True)
    limit: Mapped[SpendingLimit] = relationship(viewonly=True)
    by: Mapped[Member] = relationship(foreign_keys=[by_id], viewonly=True)
    withdrawn_by: Mapped[Member | None] = relationship(
        foreign_keys=[withdrawn_by_id], viewonly=True
    )
    payment: Mapped["SpendingPayment | None"] = relationship(
        primaryjoin="and_(SpendingPayment.spending_id == Spending.id, "
        "SpendingPayment.reversed_at.is_(None))",
        viewonly=True,
    )
    """That it is paid, as far as nobody took that back."""
    payments: Mapped[list["SpendingPayment"]] = relationship(
        order_by="SpendingPayment.id", viewonly=True, overlaps="payment"
    )

    @property
    def subject(self) -> str:
        return f"spending {self.id}"


class PayeeAccount(Model):
    """Where the invoice of a spending asks to be paid, as somebody read it there. The latest
    holds."""

    __tablename__ = "payee_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    spending_id: Mapped[int] = mapped_column(ForeignKey("spending.id"), index=True)
    iban: Mapped[str] = mapped_column(String(34))
    """Checked, without spaces."""
    holder: Mapped[str] = mapped_column(String(70))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


class InvoiceFile(Model):
    """An invoice as it came, a PDF or a picture."""

    __tablename__ = "invoice_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    spending_id: Mapped[int] = mapped_column(ForeignKey("spending.id"), index=True)
    file: Mapped[bytes] = mapped_column(LargeBinary)
    file_hash: Mapped[str] = mapped_column(String(64))
    """The file's SHA-256."""
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    by: Mapped[Member] = relationship(viewonly=True)


class SpendingPayment(Paid, Model):
    """A spending was paid and booked."""

    __tablename__ = "spending_payment"
    __table_args__ = (
        unique_where("uq_spending_payment_live", "spending_id", where="reversed_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    spending_id: Mapped[int] = mapped_column(ForeignKey("spending.id"))
