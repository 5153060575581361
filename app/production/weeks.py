"""Weeks of the log that a member calls complete: pay waits for nobody, but it should know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.db import db
from app.members.models import Standing
from app.members.queries import belonging_since, people_on
from app.production.models import FinishedWeek
from app.record.actions import append

_WEEK = timedelta(days=7)


def finish_week(monday: date, *, by: int, at: datetime) -> FinishedWeek:
    """The member says: my log for this week is complete. Saying it twice changes nothing."""
    mark = finished_week(by, monday)
    if mark is None:
        mark = FinishedWeek(member_id=by, monday=monday_of(monday), at=at)
        db.session.add(mark)
        db.session.flush()
        data = {"monday": mark.monday.isoformat()}
        append("week-finished", f"member {by}", by=by, at=at, data=data)
    return mark


def reopen_week(monday: date, *, by: int, at: datetime) -> None:
    """The member has something to add after all."""
    mark = finished_week(by, monday)
    if mark is not None:
        mark.withdrawn_at = at
        data = {"monday": mark.monday.isoformat()}
        append("week-reopened", f"member {by}", by=by, at=at, data=data)


def finished_week(member_id: int, day: date) -> FinishedWeek | None:
    """The mark on the week in which a day falls."""
    return db.session.scalar(
        select(FinishedWeek).where(
            FinishedWeek.member_id == member_id,
            FinishedWeek.monday == monday_of(day),
            FinishedWeek.withdrawn_at.is_(None),
        )
    )


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Missing:
    """A member and the Mondays of the weeks that they have not called complete."""

    member_id: int
    name: str
    mondays: tuple[date, ...]


def missing_marks(from_on: date, to_on: date) -> Sequence[Missing]:
    """Who has not called every week of these days complete, by member number: those who belong
    to the co-op on the last of them. Nobody is asked for weeks before they joined."""
    since = belonging_since()
    mondays = [monday_of(max(from_on, min(since.values(), default=from_on)))]
    while mondays[-1] + _WEEK <= to_on:
        mondays.append(mondays[-1] + _WEEK)
    rows = db.session.execute(
        select(FinishedWeek.member_id, FinishedWeek.monday).where(
            FinishedWeek.monday.between(mondays[0], mondays[-1]),
            FinishedWeek.withdrawn_at.is_(None),
        )
    )
    marked = {(member_id, monday) for member_id, monday in rows}
    people = people_on(to_on, Standing.CANDIDATE, Standing.FULL)
    found = (
        Missing(
            one.id,
            one.name,
            tuple(
                monday
                for monday in mondays
                if since[one.id] < monday + _WEEK and (one.id, monday) not in marked
            ),
        )
        for one in people
    )
    return [one for one in found if one.mondays]
