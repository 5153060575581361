from datetime import UTC, date, datetime

import pytest

from app.db import db
from app.record.queries import chain_fault
from app.treasury import queries
from app.treasury.actions import post_entry, reverse_entry
from app.treasury.rules import AlreadyReversed, Line, Unbalanced

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
ON = date(2026, 3, 1)
PAY = [Line("Expenses:Pay", 125_000), Line("Liabilities:Pay", -125_000)]


@pytest.fixture
def booked(person):
    entry = post_entry(PAY, text="Pay for February", on=ON, by=person("Chen").id, at=AT)
    db.commit()
    return entry


def test_a_booked_entry_stands_in_the_trial_balance(booked):
    assert {line.code: line.amount for line in queries.trial_balance()} == {
        "Expenses:Pay": 125_000,
        "Liabilities:Pay": -125_000,
    }


def test_an_unbalanced_entry_writes_nothing(person):
    with pytest.raises(Unbalanced):
        post_entry([*PAY, Line("Assets:Bank", 1)], text="", on=ON, by=person("Chen").id, at=AT)
    assert queries.trial_balance() == []


def test_a_reversal_evens_the_accounts_and_both_entries_stay(booked, person):
    reverse_entry(booked.id, text="Twice by mistake", on=ON, by=person("Chen").id, at=AT)
    db.commit()
    assert all(balance.amount == 0 for balance in queries.trial_balance())
    first, second = sorted(queries.journal(), key=lambda entry: entry.id)
    assert (first.reversed_by_id, second.reverses_id) == (second.id, first.id)
    assert chain_fault() is None


def test_an_entry_is_reversed_only_once(booked, person):
    reverse_entry(booked.id, text="Twice by mistake", on=ON, by=person("Chen").id, at=AT)
    with pytest.raises(AlreadyReversed):
        reverse_entry(booked.id, text="Again", on=ON, by=person("Chen").id, at=AT)
