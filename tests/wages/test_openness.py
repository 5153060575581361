"""Open pay: what members see of each other's pay follows the policy they voted for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.db import db
from app.enactment.effects import EFFECTS
from app.motions.models import EffectKind, Motion
from app.wages.openness import openness_over, set_openness
from app.wages.rules.evenness import LEAST
from app.wages.rules.openness import MOST_BANDS, Band, Openness, bands, least_open
from app.wages.rules.spans import Span
from app.wages.runs.actions import approve_run, prepare_run
from tests.cast import FOUNDED_ON
from tests.wages.workshop import APRIL_2, HOURLY, MARCH, NOW, adopt, decided, pots, work

PRIVATE, BANDED, FULL = Openness


@pytest.mark.parametrize(
    ("policies", "seen"),
    [([], PRIVATE), ([FULL], FULL), ([FULL, BANDED], BANDED), ([PRIVATE, FULL], PRIVATE)],
)
def test_only_what_all_policies_allow_is_seen(policies, seen):
    assert least_open(policies) is seen


@given(st.lists(st.integers(-1000, 1_000_000), max_size=60))
def test_a_band_never_holds_fewer_than_five_and_nobody_is_left_out(amounts):
    found = bands(amounts)
    assert all(band.members >= LEAST for band in found)
    assert len(found) <= MOST_BANDS
    assert sum(band.members for band in found) == (len(amounts) if len(amounts) >= LEAST else 0)
    for band in found:
        assert sum(band.low <= amount < band.high for amount in amounts) == band.members


@pytest.mark.parametrize(
    ("paid", "found"),
    [
        (
            [1010, 1090, 1150, 1210, 1290, 3010, 3020, 3030, 3040, 3999],
            [(1000, 1500, 5), (1500, 4000, 5)],
        ),
        ([1010, 1090, 1150, 1210, 1290, 3010, 3020], [(1000, 3500, 7)]),  # two go into the five
        ([1000] * 4, []),
        ([1000] * 5, [(1000, 1020, 5)]),  # not from 1000 to 1001
        ([1000, 1001, 1002, 1003, 1040], [(1000, 1060, 5)]),
    ],
)
def test_bands_have_round_limits_and_small_ones_go_into_the_next(paid, found):
    assert bands(paid) == [Band(*band) for band in found]


@pytest.fixture
def run(person, freeze):
    """March, approved: seven members with hours."""
    freeze(NOW)
    adopt(HOURLY, "Hourly", FOUNDED_ON, 1)
    item = pots()
    for day, name in enumerate(("Emil", "Ana", "Chen", "Fatima", "Goran"), start=3):
        work(person(name), person("Dora"), day, 10 + day, item, hours=day)
    run = prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW)
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    db.commit()
    return run


def opened(policy, on=FOUNDED_ON, number=7):
    set_openness(policy, from_on=on, decision=decided(number, on), at=NOW)
    db.commit()


@pytest.mark.parametrize(
    ("policy", "name", "band"),
    [(None, False, False), (PRIVATE, False, False), (BANDED, False, True), (FULL, True, False)],
)
def test_the_run_page_shows_what_the_policy_allows(policy, name, band, run, as_member):
    if policy:
        opened(policy)
    page = as_member("Emil").get(f"/wages/runs/{run.id}").text
    assert ("Fatima" in page) is name
    assert ("How many earned how much" in page) is band


def test_a_comparison_and_the_interface_show_what_the_policy_allows(run, as_member):
    browser = as_member("Emil")
    asked = {"schemes": ["1"], "from_on": "2026-03-01", "to_on": "2026-03-31"}
    address = browser.post("/wages/comparisons", data=asked).headers["Location"]
    assert "Fatima" not in browser.get(address).text
    opened(BANDED)
    assert "Fatima" not in browser.get(address).text
    assert "How many are paid how much" in browser.get(address).text
    opened(FULL, on=FOUNDED_ON, number=8)
    assert "Fatima" in browser.get(address).text


def test_nobody_but_members_sees_open_pay(run, as_member, client):
    opened(FULL)
    assert as_member("Olga").get(f"/wages/runs/{run.id}").status_code == 403
    assert client.get(f"/wages/runs/{run.id}").status_code == 302
    slip = next(slip.id for slip in run.payslips if slip.member.name == "Fatima")
    assert as_member("Emil").get(f"/wages/payslips/{slip}").status_code == 404


def test_what_was_earned_under_private_pay_stays_private(run, as_member):
    opened(FULL, on=date(2026, 3, 15))
    assert "Fatima" not in as_member("Emil").get(f"/wages/runs/{run.id}").text


def test_pay_that_is_closed_again_is_closed_at_once(run, as_member):
    opened(FULL)
    opened(PRIVATE, on=APRIL_2, number=8)
    assert "Fatima" not in as_member("Emil").get(f"/wages/runs/{run.id}").text
    assert openness_over(MARCH, APRIL_2 - timedelta(days=1)) is FULL
    assert openness_over(Span(APRIL_2, APRIL_2), APRIL_2) is PRIVATE


def test_a_motion_on_open_pay_is_handed_in_and_does_what_it_says(run, as_member):
    browser = as_member("Emil")
    assert browser.get("/wages/openness").status_code == 200
    assert "Open pay" in browser.get("/wages/openness/proposal?policy=full").text
    answer = browser.post(
        "/wages/openness/proposal",
        data={"policy": "full", "title": "Open pay", "text": "We see each other's pay."},
    )
    motion = db.session.scalars(select(Motion)).one()
    assert answer.headers["Location"].endswith(f"/motions/{motion.id}")
    assert "see each other&#39;s pay by name" in browser.get(f"/motions/{motion.id}").text
    act = EFFECTS[EffectKind.SET_PAY_OPENNESS]
    subject = act(motion.effect, decided(9, FOUNDED_ON), NOW)
    assert subject.startswith("pay openness ")
    assert openness_over(MARCH, APRIL_2) is FULL


def test_a_policy_that_is_none_comes_back(run, as_member):
    answer = as_member("Emil").post(
        "/wages/openness/proposal", data={"policy": "naked", "title": "Open", "text": "Open."}
    )
    assert answer.status_code == 422
    assert db.session.scalars(select(Motion)).all() == []
