"""The bylaws as members read them."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.bylaws.actions import LaterRuleStands, enact_rule
from app.bylaws.models import Matter
from app.bylaws.rules.decisions import DecisionRule, Electorate, Tie
from app.db import db
from app.record.models import Decision
from tests.cast import FOUNDED_ON

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)


def enact(from_on, **rule):
    words = {key: rule.pop(key) for key in ("clause", "text") if key in rule}
    decision = db.session.scalars(select(Decision)).first()
    enacted = enact_rule(
        Matter.SPENDING, DecisionRule(**rule), from_on=from_on, decision=decision, at=AT, **words
    )
    db.commit()
    return enacted


def test_every_rule_is_a_sentence_with_its_decision(as_member):
    page = as_member("Boris").get("/bylaws/").text
    assert "Carried when at least two thirds of the votes cast are for it." in page
    assert "Founding assembly" in page
    assert page.count("<section>") == len(Matter)


@pytest.mark.usefixtures("context")
def test_a_matter_shows_its_rule_the_one_to_come_and_those_before(as_member, freeze):
    freeze(AT)
    enact(date(2026, 1, 1), notice_days=3, clause="§ 9", text="Spending **with care**.")
    enact(date(2027, 1, 1), electorate=Electorate.PRESENT, secret=True, tie=Tie.CHAIR, seconders=0)
    page = as_member("Emil").get("/bylaws/spending").text
    assert page.index("The full members who are present vote.") < page.index("with care")
    assert "§ 9" in page
    assert "the chair has the casting vote" in page
    assert "The ballot is secret." in page
    assert page.count("replaced on") == 1
    assert page.count("With 6 entitled and 6 voting: carried with 4 for it, not with 3.") == 1


@pytest.mark.usefixtures("context")
def test_no_rule_slips_in_before_one_that_stands():
    with pytest.raises(LaterRuleStands):
        enact(date(FOUNDED_ON.year - 1, 1, 1))


def test_an_unknown_matter_is_not_found_and_the_door_is_kept(as_member, client):
    assert as_member("Emil").get("/bylaws/weather").status_code == 404
    assert client.get("/bylaws/").status_code == 302
    assert as_member("Olga").get("/bylaws/").status_code == 403
