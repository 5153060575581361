"""The co-op itself: one row, written at its founding."""

from datetime import date, datetime

from flask import current_app
from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.db import Model, db
from app.errors import RuleViolation
from app.sentences import say


class NotFounded(RuleViolation):
    sentence = say("There is no co-op here yet: artel init founds it.")


class Coop(Model):
    __tablename__ = "coop"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3))
    language: Mapped[str] = mapped_column(String(10))
    time_zone: Mapped[str] = mapped_column(String(64))
    founded_on: Mapped[date]
    demo: Mapped[bool] = mapped_column(default=False)

    @property
    def in_euros(self) -> bool:
        """Whether its banks take SEPA files."""
        return self.currency == "EUR"


def this_coop() -> Coop | None:
    """The co-op, or None before it is founded. Kept in memory: its row never changes."""
    coop: Coop | None = current_app.extensions.get("artel.coop")
    if coop is None:
        coop = db.session.scalar(select(Coop))
        if coop is not None:
            db.session.expunge(coop)
            current_app.extensions["artel.coop"] = coop
    return coop


def founded_coop() -> Coop:
    """The co-op. Pages ask for it behind the door, a command wherever it is typed: it raises
    NotFounded where there is none."""
    coop = this_coop()
    if coop is None:
        raise NotFounded
    return coop


def today() -> date:
    """The date it is now where the co-op is."""
    return clock.today(founded_coop().time_zone)


def day_of(moment: datetime) -> date:
    """The date that a moment falls on where the co-op is."""
    return clock.day_of(moment, founded_coop().time_zone)
