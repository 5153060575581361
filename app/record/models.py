"""The append-only record: events in a hash chain, and the decisions that things rest on."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class Event(Model):
    """One thing that was done: by whom, to what, when. Each event seals the one before it."""

    __tablename__ = "event"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(60), index=True)
    data: Mapped[dict[str, Any]]
    rows: Mapped[list[Any]]
    """What its transaction wrote, as `rows.take` lists it; at the last of several events."""
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class RecordHead(Model):
    """The end of the chain: one row, locked while a transaction appends to it."""

    __tablename__ = "record_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class Decision(Model):
    """What the members decided, as the things that rest on it cite it.

    It stands in the lowest slice so that a membership, a rate or a pay line can name its
    decision without knowing motions and polls. `motion_id` is plain for the same reason.
    """

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int | None] = mapped_column(unique=True)
    motion_number: Mapped[int | None]
    poll_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(Text)
    tally: Mapped[str] = mapped_column(String(120), default="")
    """For, against, abstained: "31 : 7 : 4"; what was chosen between options: "(Monday)"; empty for
    a founding decision."""
    decided_at: Mapped[datetime]
    in_force_on: Mapped[date]
