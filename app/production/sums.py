"""Keeping the sums of confirmed work, and holding them against the log.

Actions note what they changed; the sums follow last thing before the commit, in the same
transaction, under the lock of the record's head that this transaction takes anyway: so the sums
are always those of the log, and nobody waits for anybody in a circle.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.db import db
from app.production import queries, sum_rows
from app.production.counted import in_parts, prices, shifts
from app.production.hours import HoursKind
from app.production.models import Entry, ItemMonth, MemberDay, Norm, PieceRate
from app.production.rules.sums import NO_ITEM, PriceOn, Shift, Sums, as_row, summed
from app.record.models import RecordHead
from app.sentences import Sentence, say

_NOTED = "production.sums"


@dataclass(slots=True)
class _Noted:
    """What this transaction did that sums must follow."""

    counted: dict[int, int] = field(default_factory=dict)
    """Entries that count from now on (1), or no longer (−1)."""
    rates: set[int] = field(default_factory=set)
    norms: set[int] = field(default_factory=set)
    """The rates and norms that were set."""
    valued_from: dict[int, date] = field(default_factory=dict)
    """Items with another rate or norm from a day on."""

    def __copy__(self) -> "_Noted":
        return _Noted(dict(self.counted), set(self.rates), set(self.norms), dict(self.valued_from))


def note_confirmed(entry_ids: Iterable[int]) -> None:
    """The entries count from now on."""
    counted = _noted().counted
    for entry_id in entry_ids:
        counted[entry_id] = 1


def note_reversed(entry_id: int) -> None:
    """An entry that was confirmed counts no more."""
    counted = _noted().counted
    if counted.pop(entry_id, 0) != 1:
        counted[entry_id] = -1


def note_value(row: PieceRate | Norm) -> None:
    """The work on an item is worth something else from a day on."""
    noted = _noted()
    (noted.rates if isinstance(row, PieceRate) else noted.norms).add(row.id)
    first = noted.valued_from.get(row.item_id, row.from_on)
    noted.valued_from[row.item_id] = min(first, row.from_on)


def _noted() -> _Noted:
    noted: _Noted = db.session.info.setdefault(_NOTED, _Noted())
    return noted


def bring_up_to_date(session: Session) -> None:
    """Makes the sums follow what was noted in this transaction."""
    noted: _Noted | None = session.info.pop(_NOTED, None)
    if noted is None:
        return
    session.flush()
    session.execute(select(RecordHead.number).with_for_update())
    sums = Sums()
    if noted.valued_from:
        before, after = prices(noted.rates, noted.norms), prices()
        for item_id, from_on in noted.valued_from.items():
            for shift in _counted_before(noted, item_id, from_on):
                sums.add(shift, before(item_id, shift.on), -1)
                sums.add(shift, after(item_id, shift.on))
    price_on = prices()
    for times in (1, -1):
        wanted = [one for one, sign in noted.counted.items() if sign == times]
        for part in in_parts(wanted):
            for shift in shifts(Entry.id.in_(part)):
                sums.add(shift, price_on(shift.item_id or NO_ITEM, shift.on), times)
    sum_rows.change(sums)


def _counted_before(noted: _Noted, item_id: int, from_on: date) -> Iterator[Shift]:
    """The entries of an item from a day on that are in the sums already."""
    of_item = and_(Entry.item_id == item_id, Entry.worked_on >= from_on)
    still = and_(of_item, queries.confirmed())
    ids = set(db.session.scalars(select(Entry.id).where(still)))
    taken_out = [one for one, sign in noted.counted.items() if sign == -1]
    for part in in_parts(taken_out):
        ids.update(db.session.scalars(select(Entry.id).where(of_item, Entry.id.in_(part))))
    new = {one for one, sign in noted.counted.items() if sign == 1}
    for part in in_parts(sorted(ids - new)):
        yield from shifts(Entry.id.in_(part))


def rebuild() -> int:
    """Makes all sums anew from the log, month by month; how many months it has."""
    db.session.info.pop(_NOTED, None)
    db.session.flush()
    db.session.execute(select(RecordHead.number).with_for_update())
    sum_rows.clear()
    price_on = prices()
    months = _months()
    for month in months:
        sum_rows.write(_from_log(month, price_on))
    return len(months)


def fault() -> Sentence | None:
    """The first sum that is not what the log comes to, or None."""
    price_on = prices()
    seen = dict.fromkeys(sum_rows.TABLES, 0)
    for month in _months():
        for table, found in sum_rows.tabled(_from_log(month, price_on)):
            of_sum = sum_rows.columns(table)
            kept = dict(sum_rows.read(table, found))
            seen[table] += len(found)
            for key, one in found.items():
                if kept.get(key) != as_row(one, of_sum):
                    return _differs(table, key)
    if any(sum_rows.count(table) != number for table, number in seen.items()):
        return say("A sum of work is kept of which the log knows nothing.")
    return None


def _differs(table: sum_rows.Table, key: sum_rows.Key) -> Sentence:
    one, on = key
    if table is ItemMonth:
        return say(
            "The kept sum of item %(item)s in the month from %(on)s is not what the log comes to.",
            item=one,
            on=on,
        )
    return say(
        "The kept sum of member %(member)s from %(on)s is not what the log comes to.",
        member=one,
        on=on,
    )


def _months() -> list[date]:
    """The first days of the months that have entries, in their order."""
    days = db.session.scalars(select(Entry.worked_on).distinct())
    return sorted({day.replace(day=1) for day in days})


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _from_log(month: date, price_on: PriceOn) -> Sums:
    return of_days(month, _after(month) - timedelta(days=1), price_on)


def of_days(first: date, last: date, price_on: PriceOn | None = None) -> Sums:
    """The sums of some days, made from the log and not from what is kept."""
    days = Entry.worked_on.between(first, last)
    return summed(shifts(and_(days, queries.confirmed())), price_on or prices())


def minutes_of_members(first: date, last: date) -> dict[int, int]:
    """The confirmed minutes of some days by member, whatever their kind, from what is kept."""
    bring_up_to_date(db.session)
    minutes = func.sum(sum(getattr(MemberDay, kind) for kind in HoursKind))
    rows = db.session.execute(
        select(MemberDay.member_id, minutes)
        .where(MemberDay.on.between(first, last))
        .group_by(MemberDay.member_id)
    )
    return {member_id: int(total) for member_id, total in rows}
