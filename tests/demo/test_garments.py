"""The factory's rows as a log. The sums are those of the file itself, by plain addition."""

from collections import defaultdict
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.db import db
from app.demo.garments.rows import log_rows, norms, read_days, team_sizes
from app.demo.garments.telling import FILE, tell
from app.founding.actions import AlreadyFounded
from app.members.models import Member, Unit
from app.production.models import Entry
from app.production.queries import confirmed_work, norms_timeline, rates_timeline, unconfirmed_work
from app.record.queries import chain_fault

FIRST, LAST = date(2015, 1, 1), date(2015, 3, 11)
AT, TODAY = datetime(2026, 3, 10, 16, tzinfo=UTC), date(2026, 3, 10)
WORKERS = {
    1: "3679.5",
    2: "3774.0",
    3: "3754.5",
    4: "4011.0",
    5: "3662.5",
    6: "2366.0",
    7: "3561.5",
    8: "3650.5",
    9: "3662.0",
    10: "3529.5",
    11: "3409.0",
    12: "2368.0",
}
OVER_TIME = {
    1: 503_310,
    2: 477_960,
    3: 510_690,
    4: 572_220,
    5: 495_780,
    6: 316_695,
    7: 466_290,
    8: 470_040,
    9: 469_980,
    10: 473_670,
    11: 382_140,
    12: 328_475,
}


@pytest.fixture(scope="module")
def days():
    return read_days(FILE)


def test_every_row_is_read(days):
    assert len(days) == 1197
    assert len({day.on for day in days}) == 59
    assert (min(day.on for day in days), max(day.on for day in days)) == (FIRST, LAST)


def test_the_first_row_by_hand(days):
    """59 workers × 480 + 7,080 = 35,400 minutes; × 0.940725424 ÷ 26.16 = 1,273.0 pieces."""
    first = days[0]
    assert (first.on, first.team, first.item) == (FIRST, 8, "sewing-26.16")
    assert (first.paid_minutes, first.quantity, first.waiting) == (35_400, 1_273, 0)


def test_half_a_worker_is_paid_half_a_shift(days):
    day = next(day for day in days if day.workers == Fraction("30.5"))
    assert day.paid_minutes == 30 * 480 + 240 + day.over_time
    assert day.people == 31


def test_paid_minutes_are_those_of_the_file(days):
    paid = defaultdict(int)
    for day in days:
        paid[day.team] += day.paid_minutes
    assert dict(sorted(paid.items())) == {
        team: int(Fraction(WORKERS[team]) * 480) + OVER_TIME[team] for team in sorted(WORKERS)
    }


def test_the_log_keeps_every_minute_and_nobody_works_twice_at_once(days):
    rows = list(log_rows(days, team_sizes(days)))
    assert sum(row.minutes for row in rows) == sum(day.paid_minutes for day in days)
    waiting = sum(row.minutes for row in rows if row.kind == "waiting")
    assert waiting == sum(day.waiting for day in days) == 877
    at_work = defaultdict(set)
    for row in rows:
        if row.member:
            at_work[row.on, row.member].add(row.crew)
    assert {len(crews) for crews in at_work.values()} == {1}


def test_hours_are_shared_evenly(days):
    by_crew = defaultdict(list)
    for row in log_rows(days, team_sizes(days)):
        if row.member and row.kind == "productive":
            by_crew[row.on, row.crew].append(row.minutes)
    assert all(max(shares) - min(shares) <= 1 for shares in by_crew.values())
    assert max(max(shares) for shares in by_crew.values()) <= 24 * 60


def test_the_standard_minutes_made_are_those_of_the_productivity(days):
    """Rounding to whole pieces moves no day by more than half a piece."""
    for day in days:
        made, meant = day.quantity * day.norm, day.productivity * day.paid_minutes
        assert abs(made - meant) <= day.norm / 2


def test_the_factory_is_founded_and_its_log_confirmed(factory, days):
    assert db.session.scalar(select(func.count(Member.id))) == 934
    work = confirmed_work(FIRST, LAST)
    assert len(work) == 1197
    assert unconfirmed_work(FIRST, LAST) == []
    assert sum(time.minutes for one in work for time in one.labour) == sum(
        day.paid_minutes for day in days
    )
    made = {(one.on, one.crew): one.quantity for one in work}
    assert made == {
        (day.on, f"Team {day.team}, {day.department.lower()}"): day.quantity for day in days
    }
    assert set(norms_timeline()) == set(rates_timeline()) == set(norms(days))
    teams = db.session.scalar(
        select(func.count(Entry.id))
        .join(Unit, Unit.id == Entry.unit_id)
        .where(Unit.parent_id.is_not(None))
    )
    assert teams == 1197  # each entry belongs to its team, not to the factory at large
    assert chain_fault() is None


def test_a_coop_is_founded_once(context):
    with pytest.raises(AlreadyFounded):
        tell(AT, TODAY)
