"""Where comparisons, schemes, pay runs and payslips stand in the round."""

from datetime import date

import pytest

from app.db import db
from app.motions.actions.deciding import put_to_vote, record_result
from app.motions.actions.moving import second_motion, submit_motion
from app.motions.rules.course import Outcome
from app.wages import queries, trail
from app.wages.actions import adopt_scheme, keep_scheme, propose_scheme
from app.wages.comparison.actions import compare_and_save
from app.wages.payslips import queries as payslip_queries
from app.wages.rules.parse import parse_terms
from app.wages.runs import queries as run_queries
from app.wages.runs.actions import approve_run, prepare_run, set_aside_run
from tests.cast import FOUNDED_AT, FOUNDED_ON
from tests.wages.workshop import APRIL_2, GUARANTEED, HOURLY, MARCH, NOW, founding, pots, work


@pytest.fixture
def hourly(person):
    return keep_scheme("Hourly", parse_terms(HOURLY), by=person("Emil").id, at=NOW)


@pytest.fixture
def logged(person):
    work(person("Emil"), person("Dora"), 3, 20, pots())


@pytest.fixture
def comparison(person, hourly, logged):
    other = keep_scheme("Guaranteed", parse_terms(GUARANTEED), by=None, at=NOW)
    return compare_and_save(
        [other, hourly], from_on=MARCH.first, to_on=MARCH.last, by=person("Emil").id, at=NOW
    )


@pytest.fixture
def motion(person, hourly, comparison):
    return propose_scheme(
        hourly,
        by=person("Emil").id,
        unit_id=1,
        title="By the hour",
        text="We pay by the hour.",
        reason="",
        commences_on=None,
        comparison_id=comparison.id,
        at=FOUNDED_AT,
    )


@pytest.fixture
def carried(person, motion, hourly):
    second_motion(motion, by=person("Dora").id, at=FOUNDED_AT)
    put_to_vote(motion, poll_id=1, at=NOW)
    tally = {"poll_id": 1, "tally": "5 : 1 : 0", "on": FOUNDED_ON, "at": FOUNDED_AT}
    decision = record_result(motion, Outcome.CARRIED, **tally)
    adopt_scheme(hourly.id, from_on=FOUNDED_ON, decision=decision, at=NOW)
    db.commit()
    return motion


@pytest.fixture
def run(carried, person, freeze):
    freeze(NOW)
    return prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW)


@pytest.fixture
def words(app):
    """A trail as one line; what is still to come in brackets, where one is in stars."""

    def line(steps):
        return " → ".join(
            f"*{step.label}*"
            if step.here
            else f"({step.label})" * (step.state == "next") or step.label
            for step in steps
        )

    with app.test_request_context():
        yield line


def test_a_comparison_waits_to_be_put_to_the_assembly(comparison, person, words):
    assert words(trail.trail_of_comparison(comparison, person("Emil").id)) == (
        "Entries → *Comparison* → (Put it to the assembly)"
    )


def test_a_comparison_goes_on_with_its_motion(comparison, motion, person, words):
    assert words(trail.trail_of_comparison(comparison, person("Emil").id)) == (
        "Entries → *Comparison* → Motion 1 → (Vote) → (In force)"
    )


def test_a_comparison_ends_in_one_s_own_payslip(comparison, run, person, words):
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    whole = "Entries → *Comparison* → Motion 1 → Vote → In force → Pay run → "
    steps = trail.trail_of_comparison(comparison, person("Emil").id)
    assert words(steps) == whole + "Your payslip"
    assert words(trail.trail_of_comparison(comparison, person("Igor").id)) == whole + "(Payslips)"


def test_a_payslip_leads_back_to_the_entries_compared(run, person, words):
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    emil = person("Emil").id
    own = payslip_queries.own_slip(run, emil)
    slip = payslip_queries.payslip_for(own, reader_id=emil, reads_all=False)
    decision = run_queries.decisions_of(run)[-1]
    before = "Entries → Comparison → Motion 1 → Vote → In force → Pay run → "
    assert words(trail.trail_of_payslip(slip, decision, person("Emil").id)) == (
        before + "*Your payslip*"
    )
    assert words(trail.trail_of_payslip(slip, decision, person("Chen").id)) == (
        before + "*Payslip of Emil*"
    )


def test_the_payslips_of_a_run_come_with_its_approval(run, person, words):
    decision = run_queries.decisions_of(run)[-1]
    before = "Entries → Comparison → Motion 1 → Vote → In force → *Pay run*"
    emil = person("Emil").id
    assert words(trail.trail_of_run(run, decision, emil)) == before + " → (Payslips)"
    set_aside_run(run.id, by=person("Chen").id, at=NOW)
    assert words(trail.trail_of_run(run, decision, emil)) == before


def test_a_scheme_without_a_motion_is_compared_first(hourly, person, words):
    assert words(trail.trail_of_scheme(hourly, [], person("Emil").id)) == (
        "*Scheme* → (Comparison) → (Motion) → (Vote)"
    )


def test_a_scheme_that_was_moved_shows_its_motion(hourly, motion, person, words):
    assert words(trail.trail_of_scheme(hourly, [], person("Emil").id)) == (
        "Entries → Comparison → Motion 1 → (Vote) → (In force)"
    )


def test_a_scheme_of_the_founding_assembly_names_it(hourly, person, words):
    adopt_scheme(hourly.id, from_on=FOUNDED_ON, decision=founding(), at=NOW)
    assert words(trail.trail_of_scheme(hourly, queries.adoptions(), person("Emil").id)) == (
        "Founding assembly → *In force* → (Pay run)"
    )


def test_a_draft_is_nobody_s_but_its_mover_s(comparison, person, words, hourly, motion):
    motion.submitted_at = motion.number = None
    db.session.flush()
    assert "Motion" not in words(trail.trail_of_comparison(comparison, person("Ana").id))
    submit_motion(motion, by=person("Emil").id, at=NOW)
    assert "Motion" in words(trail.trail_of_comparison(comparison, person("Ana").id))


def test_a_scheme_to_come_is_not_in_force_yet(hourly, person, words, freeze):
    freeze(NOW)
    decision = founding()
    decision.in_force_on = date(2026, 6, 1)
    adoption = adopt_scheme(hourly.id, from_on=date(2026, 6, 1), decision=decision, at=NOW)
    steps = trail.trail_of_scheme(hourly, [adoption], person("Emil").id)
    assert [step.state for step in steps] == ["done", "next", "next"]
