"""Every page of wages: happy, invalid, refused, outsider."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.db import db
from app.motions.actions.moving import second_motion
from app.motions.models import Motion
from app.record.rules import canonical
from app.voting.actions.casting import cast_ballot
from app.voting.actions.closing import close_poll
from app.voting.actions.opening import open_poll
from app.wages.models import Comparison, PayRun, Payslip, Scheme
from app.wages.rules.frozen_run import to_json
from app.wages.rules.run import RunInputs
from app.wages.rules.spans import Span
from app.wages.runs.actions import approve_run, prepare_run
from tests import cast
from tests.cast import FOUNDED_ON
from tests.wages.workshop import APRIL_2, GUARANTEED, HOURLY, MARCH, NOW, adopt, pots, who, work


def worked() -> None:
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1)
    adopt(HOURLY, "Hourly", date(2026, 4, 1), 2)
    item = pots()
    work(who("Emil"), who("Dora"), 3, 20, item)
    work(who("Ana"), who("Dora"), 3, 12, item)


@pytest.fixture
def fills():
    return (cast.found, worked)


@pytest.fixture
def month(context, freeze):
    freeze(NOW)


@pytest.fixture
def run(month, person):
    run = prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW)
    db.commit()
    return run


def slip_of(run, name):
    return next(slip.id for slip in run.payslips if slip.member.name == name)


@pytest.mark.parametrize(
    "path",
    [
        "/wages/schemes",
        "/wages/schemes/1",
        "/wages/schemes/new",
        "/wages/schemes/new?preset=rowan",
        "/wages/comparisons/new",
        "/wages/runs",
        "/wages/payslips",
    ],
)
def test_a_member_reads_the_pages_of_wages(path, month, as_member):
    page = as_member("Emil").get(path)
    assert page.status_code == 200
    assert "data-scheme" not in page.text  # the light of the device, which nobody has chosen


@pytest.mark.parametrize("path", ["/wages/schemes", "/wages/runs", "/wages/payslips"])
def test_an_outsider_is_sent_to_the_door(path, app, client):
    assert "/sign-in" in client.get(path).headers["Location"]


def test_a_scheme_is_written_and_kept(month, as_member):
    answer = as_member("Emil").post(
        "/wages/schemes", data={"name": "Half", "terms": '{ hourly = { rate = "5.00" } }'}
    )
    assert answer.status_code == 302
    assert db.session.scalars(select(Scheme).where(Scheme.name == "Half")).one().by_id


@pytest.mark.parametrize(
    ("terms", "place"),
    [
        ("{ magic = {} }", "magic"),
        ('{ greatest = [ { piece = {} }, { hourly = { rat = "1" } } ] }', "greatest[1]"),
        ("{ hourly", ""),
    ],
)
def test_a_scheme_that_cannot_be_read_comes_back_as_typed(terms, place, month, as_member):
    answer = as_member("Emil").post("/wages/schemes", data={"name": "Half", "terms": terms})
    assert answer.status_code == 422
    assert place in answer.text
    assert 'value="Half"' in answer.text


def compare(browser, schemes=("1", "2")):
    return browser.post(
        "/wages/comparisons",
        data={"schemes": list(schemes), "from_on": "2026-03-01", "to_on": "2026-03-31"},
    )


def test_a_comparison_shows_the_reader_their_own_pay_and_nobody_elses(month, as_member):
    browser = as_member("Emil")
    page = browser.get(compare(browser).headers["Location"])
    assert page.status_code == 200
    assert "€100.00" in page.text  # Emil under piece rates
    assert "Ana" not in page.text


def test_who_may_read_all_pay_sees_every_member_compared(month, as_member):
    browser = as_member("Chen")
    page = browser.get(compare(browser).headers["Location"])
    assert ">Ana<" in page.text
    assert ">Emil<" in page.text


def test_a_comparison_without_a_scheme_is_asked_for_one(month, as_member):
    assert compare(as_member("Emil"), schemes=()).status_code == 422


def test_a_comparison_of_days_without_work_says_so(month, as_member):
    answer = as_member("Emil").post(
        "/wages/comparisons",
        data={"schemes": ["1"], "from_on": "2025-03-01", "to_on": "2025-03-31"},
    )
    assert answer.status_code == 409
    assert 'value="2025-03-01"' in answer.text
    assert db.session.scalars(select(Comparison)).all() == []


def test_a_scheme_goes_from_its_comparison_to_the_assembly(month, as_member):
    browser = as_member("Emil")
    compare(browser)
    answer = browser.post(
        "/wages/comparisons/1/proposal",
        data={"scheme": "2", "title": "Hourly pay", "text": "We pay by the hour.", "reason": ""},
    )
    motion = db.session.scalars(select(Motion)).one()
    assert answer.headers["Location"].endswith(f"/motions/{motion.id}")
    assert (motion.effect["scheme_id"], motion.comparison_id) == (2, 1)


CHOICE = {
    "schemes": ["1", "2"],
    "method": "schulze",
    "none": "y",
    "title": "How we are paid",
    "text": "We choose.",
}


def test_members_choose_among_schemes_and_the_chosen_one_comes_into_force(month, as_member, person):
    browser = as_member("Emil")
    compare(browser)
    for title in ("As it was", "As before"):  # the two motions that the workshop's schemes rest on
        words = {"scheme": "1", "title": title, "text": "It was carried."}
        browser.post("/wages/comparisons/1/proposal", data=words)
    assert "Let the members choose" in browser.get("/wages/comparisons/1").text
    assert "None of these" in browser.get("/wages/comparisons/1/choice").text
    page = browser.post("/wages/comparisons/1/choice", data=CHOICE, follow_redirects=True).text
    assert "Everybody is paid by the scheme “Hourly”." in page
    motion = db.session.scalars(select(Motion).where(Motion.title == "How we are paid")).one()
    assert (motion.effect, motion.comparison_id) == ({}, 1)
    second_motion(motion, by=person("Ana").id, at=NOW)
    poll = open_poll(motion, by=person("Ana").id, at=NOW, on=NOW.date())
    for name, paper in {"Ana": "2>1>3", "Emil": "2", "Dora": "2>3", "Chen": "1>2"}.items():
        cast_ballot(poll.id, by=person(name).id, paper=paper, at=NOW)
    assert as_member("Ana").get(f"/polls/{poll.id}").status_code == 200
    later = NOW + timedelta(days=30)
    close_poll(poll.id, by=None, at=later, on=later.date())
    assert motion.effect["scheme_id"] == 2


@pytest.mark.parametrize("changed", [{"schemes": ["1"]}, {"schemes": []}, {"method": "stv"}])
def test_a_choice_that_cannot_be_put_comes_back(month, as_member, changed):
    compare(as_member("Emil"))
    answer = as_member("Emil").post("/wages/comparisons/1/choice", data=CHOICE | changed)
    assert answer.status_code == 422
    assert "We choose." in answer.text
    assert as_member("Igor").post("/wages/comparisons/1/choice", data=CHOICE).status_code == 403
    assert db.session.scalars(select(Motion)).all() == []


def test_a_candidate_cannot_put_a_scheme_to_the_assembly(month, as_member):
    compare(as_member("Boris"))
    answer = as_member("Boris").post(
        "/wages/comparisons/1/proposal",
        data={"scheme": "2", "title": "Hourly pay", "text": "We pay by the hour."},
    )
    assert answer.status_code == 409
    assert "We pay by the hour." in answer.text
    assert db.session.scalars(select(Motion)).all() == []


def test_the_treasurer_prepares_and_another_approves(month, as_member):
    prepared = as_member("Chen").post(
        "/wages/runs", data={"from_on": "2026-03-01", "to_on": "2026-03-31"}
    )
    assert prepared.status_code == 302
    assert as_member("Chen").post("/wages/runs/1/approval").status_code == 409
    assert as_member("Ana").post("/wages/runs/1/approval").status_code == 302
    assert db.session.get(PayRun, 1).approved_by_id
    assert "Journal" in as_member("Ana").get("/treasury/journal/1").text


def test_a_member_without_the_office_prepares_nothing(month, as_member):
    answer = as_member("Emil").post(
        "/wages/runs", data={"from_on": "2026-03-01", "to_on": "2026-03-31"}
    )
    assert answer.status_code == 403
    assert db.session.scalars(select(PayRun)).all() == []


@pytest.mark.parametrize("last", ["2026-03-01", "9999-12-31"])
def test_a_period_that_cannot_be_meant_comes_back(last, month, as_member):
    answer = as_member("Chen").post("/wages/runs", data={"from_on": "2026-03-31", "to_on": last})
    assert answer.status_code == 422
    assert 'value="2026-03-31"' in answer.text


def test_the_sums_of_a_run_are_everybodys_the_payslips_are_not(run, person, as_member):
    assert "€180.00" in as_member("Emil").get("/wages/runs/1").text
    assert "Ana" not in re.sub(r"prepared by \w+", "", as_member("Emil").get("/wages/runs/1").text)
    assert "Emil" in as_member("Chen").get("/wages/runs/1").text
    found = as_member("Chen").get("/wages/runs/1?member=em&order=change&page=7").text
    assert re.findall(r"/payslips/\d+\">(\d+ \w+)", found) == [f"{person('Emil').number} Emil"]
    nobody = as_member("Chen").get("/wages/runs/1?member=nobody&order=sideways").text
    assert "Nobody of this name" in nobody
    assert as_member("Emil").get("/wages/runs/1/payslips.csv").status_code == 404
    assert "Emil,100.00" in as_member("Chen").get("/wages/runs/1/payslips.csv").text


def test_a_payslip_says_why_to_its_member_once_approved(run, person, as_member):
    address = f"/wages/payslips/{slip_of(run, 'Emil')}"
    assert as_member("Emil").get(address).status_code == 404
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    db.commit()
    page = as_member("Emil").get(address).text
    assert "pay by the hour" in page
    assert "Motion 1" in page
    assert "Founding assembly" in page  # the piece rate's own decision


def test_nobody_else_knows_of_a_payslip(run, person, as_member, client):
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    db.commit()
    address = f"/wages/payslips/{slip_of(run, 'Emil')}"
    assert as_member("Fatima").get(address).status_code == 404
    assert as_member("Olga").get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert as_member("Chen").get(address).status_code == 200


def own_line(page):
    """The reader's own line on a motion or a vote, as one reads it."""
    found = re.search(r"You: [^.]*\.\d\d[^<]*\.", page)
    return found and found[0]


@pytest.fixture
def moved(month, as_member, person):
    """Emil compares and puts hourly pay to the assembly; Dora seconds it."""
    browser = as_member("Emil")
    compare(browser)
    browser.post(
        "/wages/comparisons/1/proposal",
        data={"scheme": "2", "title": "Hourly pay", "text": "We pay by the hour.", "reason": ""},
    )
    motion = db.session.scalars(select(Motion)).one()
    second_motion(motion, by=person("Dora").id, at=NOW)
    db.commit()
    return motion


def test_a_motion_tells_its_reader_what_it_would_mean_for_them_alone(moved, as_member):
    page = as_member("Emil").get(f"/motions/{moved.id}").text
    assert own_line(page) == "You: €100.00 → €80.00, €20.00 less."
    assert 'href="/wages/comparisons/1"' in page
    assert own_line(as_member("Ana").get(f"/motions/{moved.id}").text) == (
        "You: €80.00 → €80.00, the same."
    )
    assert own_line(as_member("Igor").get(f"/motions/{moved.id}").text) is None


def test_a_motion_tells_its_reader_their_pay_under_every_scheme_compared(moved, as_member):
    browser = as_member("Emil")
    browser.post("/wages/schemes", data={"name": "Nine", "terms": '{ hourly = { rate = "9" } }'})
    compare(browser, ("1", "2", "3"))
    moved.comparison_id = 2
    db.commit()
    page = browser.get(f"/motions/{moved.id}").text
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "Hourly: €80.00 (€20.00 less) Nine: €72.00 (€28.00 less)" in told


def test_the_vote_tells_it_too(moved, person, as_member):
    poll = open_poll(moved, by=person("Ana").id, at=NOW, on=APRIL_2)
    db.commit()
    page = as_member("Emil").get(f"/polls/{poll.id}").text
    assert own_line(page) == "You: €100.00 → €80.00, €20.00 less."


def test_differences_are_told_in_words(month, as_member):
    browser = as_member("Emil")
    page = browser.get(compare(browser).headers["Location"]).text
    assert "<strong>€20.00 less</strong>" in page
    assert "Against “Guaranteed piece”:" in page
    assert "Hourly: 1 member gets less, " in page


def test_cautions_are_told_in_the_reader_s_language(month, as_member):
    low, high = '{ from = "0", factor = "0.8" }', '{ from = "1", factor = "1.2" }'
    cliff = f"{{ piece = {{ bands = [ {low}, {high} ] }} }}"
    browser = as_member("Emil")
    browser.post("/wages/schemes", data={"name": "Taylor", "terms": cliff})
    page = browser.get(compare(browser, ("1", "3")).headers["Location"]).text
    assert "Cliff: at an efficiency of 1 the whole output changes from 0.8 to 1.2" in page


def ticked(page):
    """The schemes that stand ticked, in the order of the page, by their numbers."""
    boxes = re.findall(r"<input[^>]*name=.schemes.[^>]*>", page)
    return [int(re.search(r'value="(\d+)"', box)[1]) for box in boxes if "checked" in box]


def test_the_scheme_in_force_stands_ticked_and_first(month, as_member):
    browser = as_member("Emil")
    browser.post("/wages/schemes", data={"name": "Half", "terms": '{ hourly = { rate = "5" } }'})
    assert ticked(browser.get("/wages/comparisons/new").text) == [2]
    page = browser.get("/wages/comparisons/new?schemes=1&schemes=3").text
    assert ticked(page) == [2, 1, 3]
    assert "Hourly (in force)" in page


def test_what_was_ticked_is_kept_when_a_comparison_comes_back(month, as_member):
    answer = as_member("Emil").post(
        "/wages/comparisons",
        data={"schemes": ["1"], "from_on": "2026-03-31", "to_on": "2026-03-01"},
    )
    assert answer.status_code == 422
    assert ticked(answer.text) == [1]
    assert 'value="2026-03-31"' in answer.text


FEBRUARY = Span(date(2026, 2, 1), date(2026, 2, 28))


def test_a_run_tells_the_difference_from_last_time_in_words(run, person, as_member):
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    db.session.add(
        PayRun(
            from_on=date(2026, 2, 1),
            to_on=date(2026, 2, 28),
            inputs=canonical(to_json(RunInputs("EUR", FEBRUARY, None))),
            inputs_hash="x",
            bill=0,
            net=0,
            prepared_by_id=person("Chen").id,
            prepared_at=NOW,
            approved_by_id=person("Ana").id,
            approved_at=NOW,
        )
    )
    db.session.flush()
    last = db.session.scalars(select(PayRun).order_by(PayRun.id.desc())).first()
    for name, amount in (("Emil", 102_30), ("Ana", 80_00)):
        db.session.add(
            Payslip(
                run_id=last.id,
                member_id=person(name).id,
                gross=amount,
                additions=0,
                deductions=0,
                net=amount,
            )
        )
    db.commit()
    page = as_member("Chen").get(f"/wages/runs/{run.id}").text
    assert "€2.30 less" in page
    assert "the same" in page
    assert "Because" in page
