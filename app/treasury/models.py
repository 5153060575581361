"""Double entry: accounts, journal entries and their postings."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.db import Model, unique_where
from app.members.models import Member
from app.record.models import Decision
from app.treasury.fund_rules import FundKind as FundKind
from app.treasury.fund_rules import Shortage as Shortage


class AccountKind(StrEnum):
    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class Account(Model):
    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(100), unique=True)
    """Capitalised ASCII parts joined by colons: "Liabilities:Pay:M0012"."""
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[AccountKind]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)


class JournalEntry(Model):
    """A balanced set of postings. Never changed: reversed by an opposite entry."""

    __tablename__ = "journal_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    booked_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    """Goes into the seal of what stands on members' own accounts."""
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    postings: Mapped[list["Posting"]] = relationship(viewonly=True, order_by="Posting.id")
    by: Mapped[Member] = relationship(viewonly=True)


class Posting(Model):
    """An amount on an account, in minor units: debit positive, credit negative."""

    __tablename__ = "posting"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)

    account: Mapped[Account] = relationship(viewonly=True)


class Fund(Model):
    """An account of equity that the members bound to a purpose, by a motion."""

    __tablename__ = "fund"
    __table_args__ = (unique_where("uq_fund_pay", "kind", where="kind = 'pay'"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(100), unique=True)
    """That of its account."""
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[FundKind]
    shortage: Mapped[Shortage]
    """Of the pay fund: what happens where a pay run takes more than it holds."""
    from_on: Mapped[date]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    at: Mapped[datetime]

    decision: Mapped[Decision] = relationship(viewonly=True)


class CoopAccount(Model):
    """An account at a bank from which the co-op pays: entered by one, confirmed by another. The
    latest confirmed one holds."""

    __tablename__ = "coop_account"
    __table_args__ = (CheckConstraint("confirmed_by_id <> by_id", name="four_eyes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    iban: Mapped[str] = mapped_column(String(34))
    bic: Mapped[str] = mapped_column(String(11), default="")
    holder: Mapped[str] = mapped_column(String(70))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    confirmed_at: Mapped[datetime | None]

    by: Mapped[Member] = relationship(foreign_keys=[by_id], viewonly=True)
    confirmed_by: Mapped[Member | None] = relationship(
        foreign_keys=[confirmed_by_id], viewonly=True
    )


class PaymentOrder(Model):
    """What is paid to whom and where, frozen when it is made: the bank file is always the same.
    One stands for a subject ("pay run 7"); a wrong one is withdrawn until it is paid."""

    __tablename__ = "payment_order"
    __table_args__ = (
        unique_where("uq_payment_order_live_subject", "subject", where="withdrawn_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(140))
    """What those who are paid read at their bank."""
    owed_code: Mapped[str | None] = mapped_column(String(100))
    """The account on which the sum is owed until it is paid; None where each payment is booked by
    itself, by what it pays."""
    execute_on: Mapped[date]
    salt: Mapped[str] = mapped_column(String(32))
    """Goes into the seal of the payments: without it nobody can try what they might be."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("coop_account.id"))
    """None where the co-op had no confirmed account: then there is no bank file."""
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    withdrawn_at: Mapped[datetime | None]

    account: Mapped[CoopAccount | None] = relationship(viewonly=True)
    by: Mapped[Member] = relationship(foreign_keys=[by_id], viewonly=True)
    settlement: Mapped["Settlement | None"] = relationship(
        primaryjoin="and_(Settlement.order_id == PaymentOrder.id, "
        "Settlement.reversed_at.is_(None))",
        viewonly=True,
    )
    """That it is paid, as far as nobody took that back."""
    settlements: Mapped[list["Settlement"]] = relationship(
        order_by="Settlement.id", viewonly=True, overlaps="settlement"
    )


class Reversible:
    """Mixed into what is booked and may be taken back: the opposite is booked, and both stay."""

    reversed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    reversed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    """Why it was taken back."""
    reversal_entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))

    @declared_attr
    @classmethod
    def reversed_by(cls) -> Mapped[Member | None]:
        return relationship(foreign_keys=[cls.reversed_by_id], viewonly=True)


class Paid(Reversible):
    """Mixed into what notes that something is paid: by whom, and how it was booked."""

    paid_on: Mapped[date]
    journal_entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    @declared_attr
    @classmethod
    def by(cls) -> Mapped[Member]:
        return relationship(foreign_keys=[cls.by_id], viewonly=True)


class Settlement(Paid, Model):
    """Somebody noted that an order is paid, and booked it. Noted by mistake, it is reversed: the
    opposite is booked, the order waits again, and its bank file stays the same."""

    __tablename__ = "settlement"
    __table_args__ = (
        unique_where("uq_settlement_live_order", "order_id", where="reversed_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("payment_order.id"))


class Payment(Model):
    """One payee's part of an order, in minor units; without an IBAN, in cash."""

    __tablename__ = "payment"
    __table_args__ = (CheckConstraint("amount > 0", name="positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("payment_order.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    """None for a payee who is no member."""
    about: Mapped[str] = mapped_column(String(60), default="")
    """What it pays ("spending 7"), where the order pays several things."""
    text: Mapped[str] = mapped_column(String(140), default="")
    """What this payee reads at their bank instead of the order's text."""
    iban: Mapped[str | None] = mapped_column(String(34))
    holder: Mapped[str] = mapped_column(String(200))
    amount: Mapped[int] = mapped_column(BigInteger)
