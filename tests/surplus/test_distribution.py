"""A surplus from the books to the members' capital, by a carried motion."""

from datetime import date

import pytest
from sqlalchemy import select

from app.db import db
from app.enactment.models import Enactment
from app.record.queries import chain_fault
from app.surplus import queries
from app.surplus.actions import propose_distribution
from app.surplus.models import SurplusDistribution
from app.surplus.rules.distribution import NothingLeftOver, SharedAlready
from app.treasury.actions import post_entry
from app.treasury.queries import trial_balance
from app.treasury.rules import Line
from tests.surplus.sharing import AT, PLAN, SPAN, TITLE, carry


def test_a_carried_plan_fills_reserve_education_and_capital(proposed, person):
    [enactment] = carry(proposed, person)
    db.commit()
    assert enactment.failed_at is None
    balances = {line.code: line.amount for line in trial_balance()}
    assert balances["Equity:Reserve"] == -18_000
    assert balances["Equity:Education"] == -6_000
    assert (balances["Income:Sales"], balances["Expenses:Coal"]) == (0, 0)
    members = {code: amount for code, amount in balances.items() if "Capital" in code}
    assert sum(members.values()) == -36_000
    worth = queries.net_worth()
    assert worth.is_even
    assert (worth.members, worth.worth, worth.unshared) == (36_000, 60_000, 0)
    assert chain_fault() is None


def test_every_share_names_its_decision_and_the_entry_rests_on_it(proposed, person):
    carry(proposed, person)
    done = db.session.scalars(select(SurplusDistribution)).one()
    assert done.decision.motion_id == proposed.id
    assert done.journal_entry.decision_id == done.decision_id
    [share] = queries.shares_of(person("Emil").id)
    assert share.motion_id == proposed.id
    assert sum(one.amount for one in done.shares) == 36_000


def test_other_books_on_the_day_are_not_shared_out(proposed, person):
    late = [Line("Assets:Bank", 1), Line("Income:Sales", -1)]
    post_entry(late, text="A coin", on=date(2026, 6, 2), by=person("Chen").id, at=AT)
    [enactment] = carry(proposed, person)
    assert enactment.failed_at is not None
    assert "books have changed" in str(enactment.reason)
    assert db.session.scalars(select(SurplusDistribution)).all() == []


def test_a_time_is_shared_out_once(proposed, person):
    carry(proposed, person)
    with pytest.raises(SharedAlready):
        propose_distribution(PLAN, **SPAN, title=TITLE, text="…", by=person("Ana").id, at=AT)
    assert db.session.scalars(select(Enactment)).one().enacted_at is not None


def test_what_was_shared_out_is_no_part_of_the_next_result_nor_of_an_earlier_one(proposed, person):
    """Carried in July for the time up to June: the next time may end before it was booked."""
    carry(proposed, person)
    june, july = date(2026, 6, 30), date(2026, 7, 31)
    assert [queries.surplus_by(day) for day in (june, july)] == [0, 0]
    assert queries.surplus_by(date(2026, 6, 15)) == 600_00  # as it stood in the middle of it
    more = [Line("Assets:Bank", 10_00), Line("Income:Sales", -10_00)]
    post_entry(more, text="A pot", on=july, by=person("Chen").id, at=AT)
    assert [queries.surplus_by(day) for day in (june, july)] == [0, 10_00]


def test_nothing_left_over_is_nothing_to_propose(person):
    with pytest.raises(NothingLeftOver):
        propose_distribution(PLAN, **SPAN, title=TITLE, text="…", by=person("Ana").id, at=AT)
