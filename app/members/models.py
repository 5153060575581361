"""People, units, standings, offices, and how people sign in."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.members.offices import Office as Office
from app.record.models import Decision


class Standing(StrEnum):
    """A candidate has a voice and no vote; a full member has both; who left has neither."""

    CANDIDATE = "candidate"
    FULL = "full"
    LEFT = "left"


class UnitKind(StrEnum):
    COLONY = "colony"
    SITE = "site"
    SHOP = "shop"
    BRIGADE = "brigade"


class Unit(Model):
    """A place in the tree of the co-op: the whole, its sites, their shops and brigades."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[UnitKind]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))


class Member(Model):
    """A person. What they are and may do stands in dated facts: `Membership`, `Mandate`."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    language: Mapped[str | None] = mapped_column(String(10))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="")
    """A line about the person that all members may read (trade, where from)."""
    created_at: Mapped[datetime]

    memberships: Mapped[list["Membership"]] = relationship(
        order_by="Membership.from_on, Membership.id",
        foreign_keys="Membership.member_id",
        viewonly=True,
    )
    mandates: Mapped[list["Mandate"]] = relationship(order_by="Mandate.from_on", viewonly=True)


class Membership(Model):
    """From this day the member has this standing in this unit, by this decision.

    The facts are never changed: the standing on a day is the latest fact on or before it.
    """

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_member_from", "member_id", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    standing: Mapped[Standing]
    from_on: Mapped[date]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    """None where no vote is needed: someone applies, or leaves."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]

    decision: Mapped[Decision | None] = relationship(viewonly=True)
    unit: Mapped[Unit] = relationship(viewonly=True)


class Mandate(Model):
    """An office held from a day to a day, by a decision. Recall ends it by another decision."""

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="dates_in_order"),
        Index("ix_mandate_member_from", "member_id", "from_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    office: Mapped[Office]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    """The last day, inclusive."""
    limits: Mapped[str] = mapped_column(Text, default="")
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    recalled_by_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    at: Mapped[datetime]

    member: Mapped[Member] = relationship(viewonly=True)
    unit: Mapped[Unit] = relationship(viewonly=True)
    decision: Mapped[Decision] = relationship(foreign_keys=[decision_id], viewonly=True)


class Invitation(Model):
    """A link by which a member sets a password: for joining, and after one was forgotten."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignIn(Model):
    """A session on the server: the cookie holds only a token, and this row can be revoked."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignInAttempt(Model):
    """A failed try, kept a while to slow down guessing."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64), index=True)
    network: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class ApiToken(Model):
    """A token by which a member's program acts for the member."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class BankAccount(Model):
    """From this moment the member's pay goes here; without an IBAN, it is handed out in cash.

    Never changed: the latest fact holds. The record notes that there is one, never the number.
    """

    __tablename__ = "bank_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    iban: Mapped[str | None] = mapped_column(String(34))
    holder: Mapped[str] = mapped_column(String(70), default="")
    """As the bank knows them; 70 characters are what a transfer carries."""
    at: Mapped[datetime]


class Dependants(Model):
    """From this day so many others live on the member's pay, as the member says and another has
    seen. The latest confirmed one on a day holds; a wrong one is superseded, never edited. The
    record seals the numbers and never shows them."""

    __tablename__ = "dependants"
    __table_args__ = (
        CheckConstraint("adults >= 0 AND children >= 0", name="not_negative"),
        CheckConstraint("settled_by_id <> member_id", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    from_on: Mapped[date]
    adults: Mapped[int]
    """Without the member."""
    children: Mapped[int]
    salt: Mapped[str] = mapped_column(String(32))
    """Goes into the seal: without it nobody can try what the numbers might be."""
    at: Mapped[datetime]
    confirmed: Mapped[bool | None]
    """None while it waits; False if it was refused."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    settled_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(foreign_keys=[member_id], viewonly=True)
    settled_by: Mapped[Member | None] = relationship(foreign_keys=[settled_by_id], viewonly=True)
