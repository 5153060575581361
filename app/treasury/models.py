"""Double entry: accounts, journal entries and their postings."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.members.models import Member


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
