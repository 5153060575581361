"""At the same moment as a pay run: no signature falls between two runs, and nothing that a run
takes up is withdrawn. Each is tried without the locks as well, where it must go wrong."""

import threading
from fractions import Fraction

import pytest

from app.db import db
from app.production.actions.settling import confirm_entry
from app.production.rules import entries
from app.wages import queries
from app.wages.adjustments import actions as adjustments
from app.wages.rules.refusals import AlreadySettled
from app.wages.runs import actions as runs
from tests.cast import FOUNDED_ON
from tests.racing import UNHURRIED, Meeting, locks, together
from tests.wages.test_corrections import PIECE, unsigned
from tests.wages.workshop import APRIL_2, MARCH, NOW, adopt, pots, work


@pytest.fixture
def month(person):
    """Emil made 20 pots; ten more nobody has signed for yet."""
    adopt(PIECE, "Straight piece", FOUNDED_ON, 1)
    item = pots()
    work(person("Emil"), person("Dora"), 3, 20, item)
    ten = unsigned(person("Emil"), item)
    db.commit()
    return ten


@pytest.fixture
def then_meets(monkeypatch):
    """Makes a function wait for the meeting when it has done its work."""

    def patch(owner, name, meeting, before=None):
        real = getattr(owner, name)

        def waits(*args, **kwargs):
            if before is not None:
                before()
            answer = real(*args, **kwargs)
            meeting.wait()
            return answer

        monkeypatch.setattr(owner, name, waits)

    return patch


def signing_meets_preparing(app, person, ten, then_meets):
    """The bill of a run that begins while a signature is on its way."""
    dora, chen = person("Dora").id, person("Chen").id
    db.commit()  # nothing here holds the others up
    meeting, signing = Meeting(2), threading.Event()
    then_meets(entries, "check_confirmation", meeting, before=signing.set)
    then_meets(queries, "inputs_of", meeting)

    def prepare():
        signing.wait(UNHURRIED)
        return runs.prepare_run(MARCH, by=chen, on=APRIL_2, at=NOW).bill

    return together(app, lambda: confirm_entry(ten, by=dora, at=NOW), prepare)[1]


def test_the_run_waits_for_a_signature_on_its_way(app, person, month, then_meets):
    assert signing_meets_preparing(app, person, month, then_meets) == 150_00


def test_without_the_locks_the_run_misses_it_or_breaks(app, person, month, then_meets):
    with locks(app, present=False):
        assert signing_meets_preparing(app, person, month, then_meets) != 150_00


def withdrawing_meets_preparing(app, person, then_meets):
    """How a withdrawal ends that comes while a run takes the advance up."""
    chen = person("Chen").id
    about = {"on": MARCH.last, "by": chen, "at": NOW}
    advance = adjustments.pay_advance(person("Emil").id, Fraction(50), what="Rent", **about).id
    db.commit()
    meeting, taking = Meeting(2), threading.Event()
    then_meets(runs, "dues_until", meeting, before=taking.set)
    then_meets(adjustments, "settled_amounts", meeting)

    def withdraw():
        taking.wait(UNHURRIED)
        adjustments.withdraw(advance, **about)

    prepare = lambda: runs.prepare_run(MARCH, by=chen, on=APRIL_2, at=NOW)  # noqa: E731
    return together(app, prepare, withdraw)[1]


def test_what_a_run_is_taking_up_is_not_withdrawn(app, person, month, then_meets):
    assert isinstance(withdrawing_meets_preparing(app, person, then_meets), AlreadySettled)


def test_without_the_locks_it_is_withdrawn_all_the_same(app, person, month, then_meets):
    with locks(app, present=False):
        ended = withdrawing_meets_preparing(app, person, then_meets)
    assert not isinstance(ended, AlreadySettled)
