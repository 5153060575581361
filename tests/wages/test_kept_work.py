"""Comparisons from kept sums: the figures that the log itself gives, to the cent."""

import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.db import db
from app.members.models import Member
from app.production.actions.items import add_item, set_norm, set_piece_rate
from app.production.actions.logging import log_entry
from app.production.actions.settling import confirm_entry
from app.production.hours import HoursKind
from app.production.models import Item
from app.production.rules.entries import Stint
from app.wages.comparison import actions as comparisons
from app.wages.comparison.actions import NoWorkInSpan, compare_own
from app.wages.rules.compare import Scheme
from app.wages.rules.legal import Legal, MinimumWindow, Overtime
from app.wages.rules.legal_profile import LawInForce
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import Span, whole
from app.wages.rules.summed.work import NotSummed
from tests import cast
from tests.cast import FOUNDED_ON
from tests.wages.workshop import NOW, adopt, founding, pots

HOURLY = {"hourly": {"rate": "10"}}
PRODUCTIVE = {"hourly": {"rate": "9.37", "kinds": ["productive", "waiting"]}}
TAYLOR = {"piece": {"bands": [{"from": "0", "factor": "0.8"}, {"from": "1", "factor": "1.2"}]}}
SCHEMES = {
    "hourly": HOURLY,
    "kinds": PRODUCTIVE,
    "straight": {"piece": {}},
    "rejects": {"piece": {"rejects": "0.333"}},
    "taylor": TAYLOR,
    "above": {"piece": {"bands": [{"from": "0.9", "factor": "1.1", "above": True}]}},
    "slices": {"piece": {"bands": [{"from": "0.7", "factor": "1.5"}], "basis": "marginal"}},
    **{
        plan: {"time_saved": {"plan": plan, "rate": "8.5", "share": "0.5"}}
        for plan in ("halsey", "rowan", "bedaux", "gantt", "emerson")
    },
    "guarantee": {"greatest": [{"piece": {}}, HOURLY]},
    "by the day": {"greatest": [TAYLOR, HOURLY], "window": "day"},
    "by the week": {"least": [{"piece": {}}, PRODUCTIVE], "window": "week"},
    "λ": {"greatest": [{"blend": {"lambda": "0.3", "terms": [HOURLY, {"piece": {}}]}}, PRODUCTIVE]},
    "fund": {"equal_share": {"fund": "10000"}},
    "need": {"need": {"fund": "777.77", "adult": "0.5", "child": "0.3"}},
    "both": {"sum": [{"equal_share": {"fund": "100"}}, {"piece": {}}]},
    "both by the day": {
        "sum": [{"need": {"fund": "500"}}, {"piece": {"rejects": "0.5"}}],
        "window": "day",
    },
    "fitted": {"fit": {"fund": "5000", "term": {"sum": [HOURLY, {"piece": {}}]}}},
    "years": {"times": {"seniority": {"per_year": "0.02"}, "term": HOURLY}},
    "goods": {"sum": [{"goods": {"per": "member", "value": "31.5"}}, HOURLY]},
    "overrun": {"greatest": [{"equal_share": {"fund": "1"}}, HOURLY]},
}
SPRING = Span(date(2026, 2, 1), date(2026, 3, 31))
FAR = date(2026, 5, 2)


def worked() -> None:
    """Some sixty entries of four members, two of them in a crew as well; the rate and the
    norm of pots change in the middle of March."""
    item = pots()
    middle = {"from_on": date(2026, 3, 16), "decision": founding(), "at": NOW}
    set_piece_rate(item.id, Fraction("5.55"), **middle)
    set_norm(item.id, Fraction(80, 3), **middle)
    chance = random.Random(1926)  # noqa: S311
    ids = {member.name: member.id for member in db.session.scalars(select(Member))}
    people = [ids[name] for name in ("Ana", "Emil", "Fatima", "Chen")]
    for number in range(60):
        crew = number % 5 == 0
        workers = chance.sample(people, 3 if crew else 1)
        kinds = [HoursKind.PRODUCTIVE, chance.choice(list(HoursKind)[1:])]
        labour = [Stint(one, chance.randrange(30, 120)) for one in workers]
        labour += [Stint(one, chance.randrange(1, 30), kinds[1]) for one in workers if not crew]
        made = chance.random() < 0.8 or crew
        entry = log_entry(
            by=workers[0],
            at=NOW,
            key=f"shift {number}",
            worked_on=date(2026, 2, 1) + timedelta(days=chance.randrange(60)),
            labour=labour,
            item_id=item.id if made else None,
            quantity=Fraction(chance.randrange(1, 9) if made else 0),
            rejects=Fraction(chance.randrange(2) if made else 0),
            crew="A" if crew else "",
        )
        if number % 7:
            confirm_entry(entry.id, by=ids["Dora"], at=NOW)


@pytest.fixture
def fills():
    return (cast.found, worked)


@pytest.fixture
def spring(context, freeze):
    freeze(NOW)
    return db.session.scalars(select(Item)).one()


def schemes(*names):
    return [Scheme(name, parse_terms(SCHEMES[name])) for name in names or SCHEMES]


def from_the_log(monkeypatch, compared, span, **more):
    def refuse(*_):
        raise NotSummed

    with monkeypatch.context() as patched:
        patched.setattr(comparisons, "_compared_sums", refuse)
        return compare_own(compared, span, **more)


@pytest.mark.parametrize(
    "span",
    [SPRING, Span(date(2026, 2, 10), date(2026, 3, 20)), Span(date(2026, 1, 31), FAR)],
    ids=["months", "cut months", "months without work"],
)
def test_from_sums_every_scheme_comes_to_what_the_log_gives(span, spring, monkeypatch):
    names = [name for name in SCHEMES if name != "fitted" or span.last != FAR]
    summed = compare_own(schemes(*names), span)
    exact = from_the_log(monkeypatch, schemes(*names), span)
    assert summed.sums is not None
    assert exact.sums is None
    for one, other in zip(summed.outcomes, exact.outcomes, strict=True):
        assert one.pay == other.pay, one.scheme.name
        assert [str(w) for w in one.warnings] == [str(w) for w in other.warnings]
    assert summed.to_json() == exact.to_json()


def test_the_span_may_be_one_pay_period(spring, monkeypatch):
    one_period = {"periods": whole(SPRING)}
    summed = compare_own(schemes(), SPRING, **one_period)
    assert summed.sums is not None
    assert summed.to_json() == from_the_log(monkeypatch, schemes(), SPRING, **one_period).to_json()


MINIMUM = Legal(Fraction("9.37"))
RAISED = Legal(Fraction("11.5"))
NEVER, MARCH_1 = date(1900, 1, 1), date(2026, 3, 1)


def held(*laws):
    """Laws that follow each other, each from its day."""
    ends = [*(later - timedelta(days=1) for later, _ in laws[1:]), date.max]
    return tuple(
        LawInForce(Span(first, last), legal, "Act")
        for (first, legal), last in zip(laws, ends, strict=True)
    )


DAILY = Legal(Fraction(9), MinimumWindow.DAY)
WEEKLY = Legal(
    Fraction("9.37"), MinimumWindow.WEEK, Overtime.REGULAR_RATE, Fraction("1.5"), week_starts=2
)
TIME_AND_A_HALF = Legal(
    Fraction(7), overtime=Overtime.TIME_AND_A_HALF, overtime_after=Fraction("1.2")
)
CUT = Span(date(2026, 2, 10), date(2026, 3, 20))
RECKONED = {
    "a minimum": (SPRING, held((NEVER, MINIMUM))),
    "raised within a month": (SPRING, held((NEVER, MINIMUM), (date(2026, 2, 20), RAISED))),
    "from the second month": (SPRING, held((MARCH_1, RAISED))),
    "no minimum": (SPRING, held((NEVER, Legal(deduct_at_most=Fraction(1, 4))))),
    "days": (SPRING, held((NEVER, DAILY))),
    "weeks": (CUT, held((NEVER, WEEKLY))),
    "weeks begun in the month before": (
        Span(MARCH_1, date(2026, 3, 31)),
        held((NEVER, WEEKLY)),
    ),
    "overtime from the middle of a month": (CUT, held((date(2026, 2, 20), TIME_AND_A_HALF))),
    "one law after another": (
        SPRING,
        held((NEVER, MINIMUM), (MARCH_1, DAILY), (date(2026, 3, 18), WEEKLY)),
    ),
}


def test_what_the_law_adds_is_reckoned_from_sums(spring, monkeypatch):
    adopt(SCHEMES["guarantee"], "Guarantee", date(2026, 1, 1), 1)
    for name, (span, laws) in RECKONED.items():
        summed = compare_own(schemes(), span, laws=laws)
        exact = from_the_log(monkeypatch, schemes(), span, laws=laws)
        assert summed.sums is not None, name
        assert summed.to_json() == exact.to_json(), name
        added = sum(outcome.legal_addition for outcome in summed.outcomes)
        assert bool(added) is (name != "no minimum"), name


READ = {
    "lines": held((NEVER, Legal(Fraction(9), MinimumWindow.HOUR))),
    "rated output": held((NEVER, Legal(Fraction(9), rated_output=True))),
    "rest": held((NEVER, Legal(rest_and_waiting=True))),
    "from the middle of a month": held((date(2026, 2, 20), MINIMUM)),
}


def test_a_law_that_looks_closer_reads_the_log(spring):
    for name, laws in READ.items():
        assert compare_own(schemes("hourly"), SPRING, laws=laws).sums is None, name


def test_what_sums_do_not_tell_is_read_from_the_log(spring):
    for terms in (
        {"crew": {}},
        {"labour_days": {"fund": "100"}},
        {"cap": {"ratio": "2", "term": HOURLY}},
        {"sum": [{"crew": {}}, {"piece": {}}]},
    ):
        compared = compare_own([Scheme("It", parse_terms(terms))], SPRING)
        assert compared.sums is None
        assert compared.outcomes[0].bill


def test_output_without_a_rate_or_norm_is_judged_by_the_log(spring, person):
    unit = spring.unit_id
    bowls = add_item(
        code="bowls", name="Bowls", measure="bowl", decimals=0, unit_id=unit, by=None, at=NOW
    )
    entry = log_entry(
        by=person("Emil").id,
        at=datetime(2026, 3, 9, 17, tzinfo=UTC),
        key="bowls",
        worked_on=date(2026, 3, 9),
        labour=[Stint(person("Emil").id, 60)],
        item_id=bowls.id,
        quantity=Fraction(3),
    )
    confirm_entry(entry.id, by=person("Dora").id, at=NOW)
    db.commit()
    set_piece_rate(bowls.id, Fraction(1), from_on=FOUNDED_ON, decision=founding(), at=NOW)
    compared = compare_own(schemes("taylor"), SPRING)
    assert compared.sums is None
    assert "“bowls” has no norm" in " ".join(map(str, compared.outcomes[0].warnings))
    assert compare_own(schemes("straight"), SPRING).sums is not None


def test_the_hash_of_the_inputs_follows_every_sum(spring, person):
    before = compare_own(schemes("hourly"), SPRING).inputs_hash
    assert compare_own(schemes("hourly"), SPRING).inputs_hash == before
    entry = log_entry(
        by=person("Emil").id,
        at=NOW,
        key="one more",
        worked_on=date(2026, 3, 9),
        labour=[Stint(person("Emil").id, 1)],
    )
    confirm_entry(entry.id, by=person("Dora").id, at=NOW)
    assert compare_own(schemes("hourly"), SPRING).inputs_hash != before


def test_days_without_work_are_refused(spring):
    with pytest.raises(NoWorkInSpan):
        compare_own(schemes("hourly"), Span(date(2026, 4, 2), date(2026, 4, 3)))
