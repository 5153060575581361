"""Who lives on a member's pay: entered by the member, confirmed by another, seen by nobody else."""

import json
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import select, text

from app.archive.checks.pay import pay_fault
from app.archive.checks.people import people_fault
from app.db import db
from app.members.dependants import (
    confirm_dependants,
    dependants_on,
    enter_dependants,
    refuse_dependants,
)
from app.members.rules import DependantsSettled, OwnDependants
from app.record.models import Event
from app.wages.comparison.actions import compare_own
from app.wages.rules.compare import Scheme
from app.wages.rules.heads import TellsHeads
from app.wages.rules.legal import Legal
from app.wages.rules.legal_profile import always
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import Span
from app.wages.runs.actions import approve_run, prepare_run
from app.wages.work import members_over
from tests.cast import FOUNDED_ON
from tests.wages.workshop import APRIL_2, HOURLY, MARCH, NOW, adopt, decided, pots, work

OWN, OFFICE = "/members/me/dependants", "/members/dependants"
NEED = {"need": {"fund": "800", "adult": "0.5", "child": "0.5"}}
FORM = {"adults": "1", "children": "3", "from_on": "2026-03-01"}


def entered(member, adults, children, on=MARCH.first):
    return enter_dependants(adults=adults, children=children, from_on=on, by=member.id, at=NOW)


def test_need_is_paid_by_what_is_confirmed_and_comes_out_again(person):
    """Seven, of whom Emil has 1 + 0.5 + 0.5 = 2 shares: eight shares of 100."""
    adopt(NEED, "By need", FOUNDED_ON, 1)
    emil, chen = person("Emil"), person("Chen")
    confirm_dependants(entered(emil, 1, 1).id, by=chen.id, at=NOW)
    entered(person("Goran"), 0, 2)
    work(emil, chen, 3, 12, pots())
    (outcome,) = compare_own([Scheme("It", parse_terms(NEED))], MARCH, reads_heads=True).outcomes
    run = prepare_run(MARCH, by=chen.id, on=APRIL_2, at=NOW)
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    db.commit()
    paid = {slip.member.name: slip.gross for slip in run.payslips}
    assert (paid["Emil"], paid["Goran"]) == (200_00, 100_00)
    assert outcome.bill == run.bill == sum(paid.values()) == 800_00
    assert outcome.pay["Emil"] == paid["Emil"]
    assert (pay_fault(), people_fault()) == (None, None)


def test_no_comparison_tells_a_member_how_many_live_on_somebody_s_pay(person):
    """What is paid for Emil's child comes out beside the hours of his alone, or on his day."""
    emil, chen = person("Emil"), person("Chen")
    per_child = {"goods": {"per": "child", "value": "100"}}
    against_work = {"least": [per_child, {"hourly": {"rate": "900"}}]}
    adopted = {"least": [NEED, {"hourly": {"rate": "90"}}]}
    adopt(adopted, "Least", FOUNDED_ON, 1)
    item = pots()
    for name in ("Ana", "Chen", "Dora", "Emil", "Goran"):
        work(person(name), person("Fatima"), 3, 1, item)
    work(emil, chen, 4, 1, item)
    untold = [NEED, {"sum": [per_child, {"hourly": {"rate": "10"}}]}, against_work]
    assert all(bill(terms, MARCH) is not None for terms in untold)

    confirm_dependants(entered(emil, 0, 1).id, by=chen.id, at=NOW)
    alone = Span(date(2026, 3, 4), date(2026, 3, 4))
    for terms, span, told in (
        (NEED, MARCH, True),
        (untold[1], MARCH, True),
        (adopted, MARCH, True),
        ({"hourly": {"rate": "10"}}, alone, True),
        (against_work, MARCH, False),
        ({"times": {"seniority": {"per_year": "1"}, "term": NEED}}, MARCH, False),
        ({"fit": {"term": per_child, "fund": "900", "floor": HOURLY}}, MARCH, False),
        (NEED, alone, False),
        (adopted, alone, False),
    ):
        assert bill(terms, span, reads_heads=True) is not None
        if told:
            assert bill(terms, span) is not None
        else:
            with pytest.raises(TellsHeads):
                bill(terms, span)

    law = always(Legal(Fraction(50)))
    for terms in (adopted, untold[1]):
        assert bill(terms, MARCH, laws=law, reads_heads=True) is not None
        with pytest.raises(TellsHeads):
            bill(terms, MARCH, laws=law)


def bill(terms, span, **reader):
    (outcome,) = compare_own([Scheme("It", parse_terms(terms))], span, **reader).outcomes
    return outcome.bill


def test_a_child_counts_from_its_day_and_leaves_the_grade_as_it_is(person):
    emil, chen = person("Emil"), person("Chen")
    grading = text(
        "INSERT INTO grading (member_id, grade, coefficient, from_on, decision_id, at)"
        " VALUES (:member, 'B', '6/5', '2026-03-05', :decision, '2026-01-01')"
    )
    decision = decided(1, FOUNDED_ON).id
    db.session.execute(grading, {"member": emil.id, "decision": decision})
    for children, day in ((1, 11), (2, 21), (4, 21)):
        confirm_dependants(entered(emil, 0, children, date(2026, 3, day)).id, by=chen.id, at=NOW)
    (member,) = (one for one in members_over(MARCH).members if one.key == "Emil")
    days = [(days, one.coefficient, one.children) for days, one in member.standings_in(MARCH)]
    raised = Fraction(6, 5)
    assert days == [(6, raised, 0), (10, raised, 1), (11, raised, 4), (4, None, 0)]


def test_a_child_confirmed_after_the_run_is_a_difference_in_the_next(person):
    adopt(NEED, "By need", FOUNDED_ON, 1)
    chen, ana = person("Chen").id, person("Ana").id
    march = prepare_run(MARCH, by=chen, on=APRIL_2, at=NOW)
    approve_run(march.id, by=ana, on=APRIL_2, at=NOW)
    confirm_dependants(entered(person("Emil"), 1, 1).id, by=chen, at=NOW)
    april = Span(date(2026, 4, 1), date(2026, 4, 30))
    may_2 = datetime(2026, 5, 2, 9, tzinfo=UTC)
    run = prepare_run(april, by=chen, on=may_2.date(), at=may_2)
    (slip,) = (one for one in run.payslips if one.member.name == "Emil")
    assert [line.amount for line in slip.lines if line.corrects_id == march.id] == [
        200_00 - next(one.gross for one in march.payslips if one.member.name == "Emil")
    ]
    assert run.bill == 800_00


def test_nobody_confirms_their_own_and_nothing_is_settled_twice(person):
    chen, dora = person("Chen"), person("Dora")
    fact = entered(chen, 0, 2)
    with pytest.raises(OwnDependants):
        confirm_dependants(fact.id, by=chen.id, at=NOW)
    refuse_dependants(fact.id, by=dora.id, at=NOW)
    with pytest.raises(DependantsSettled):
        confirm_dependants(fact.id, by=dora.id, at=NOW)
    assert dependants_on(chen.id, APRIL_2) is None
    db.commit()
    assert people_fault() is None


def test_the_seal_shows_no_number_and_tells_of_an_altered_one(person):
    fact = entered(person("Emil"), 1, 3)
    db.commit()
    (event,) = db.session.scalars(select(Event).where(Event.kind == "dependants-entered"))
    assert set(event.data) == {"sealed"}
    assert people_fault() is None
    db.session.execute(text("UPDATE dependants SET children = 4"))
    db.session.refresh(fact)
    assert people_fault() is not None


def test_a_member_enters_and_the_secretary_confirms(as_member):
    emil, dora = as_member("Emil"), as_member("Dora")
    assert emil.post(OWN, data=FORM).status_code == 303
    assert "not confirmed yet" in emil.get(OWN).text
    assert "1 member says who lives on their pay" in dora.get("/").text
    assert "Emil: 1 adult, 3 children" in dora.get(OFFICE).text.replace("\n", "")
    assert dora.post(f"{OFFICE}/1/confirmation").status_code == 303
    assert dora.post(f"{OFFICE}/1/refusal").status_code == 409
    assert "Counted since" in emil.get(OWN).text
    assert "1 adult, 3 children" in emil.get("/members/me").text


@pytest.mark.parametrize("wrong", [{"children": "-1"}, {"adults": "31"}, {"children": ""}])
def test_what_cannot_be_right_comes_back_as_typed(wrong, as_member, person):
    answer = as_member("Emil").post(OWN, data=FORM | wrong)
    assert answer.status_code == 422
    assert f'value="{next(iter(wrong.values()))}"' in answer.text
    assert dependants_on(person("Emil").id, APRIL_2) is None


def test_others_are_not_to_know_of_it(as_member, client):
    as_member("Emil").post(OWN, data=FORM)
    for name in ("Ana", "Fatima", "Boris", "Igor", "Olga"):
        reader = as_member(name)
        assert reader.get(OFFICE).status_code == 404
        assert reader.post(f"{OFFICE}/1/confirmation").status_code == 404
        assert "3 children" not in reader.get(OWN).text
    assert client.get(OFFICE).status_code == 302
    noted = json.dumps([event.data for event in db.session.scalars(select(Event))])
    assert "children" not in noted
