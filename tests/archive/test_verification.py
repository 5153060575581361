"""Verification holds for an honest co-op, and finds each thing that was tampered with."""

import pytest
from sqlalchemy import text

from app.archive.verification import CHECKS, first_fault, verify
from app.archive.views import record
from app.db import db
from app.sentences import Sentence, say

pytestmark = pytest.mark.usefixtures("context")


def fault():
    found = first_fault(verify())
    return None if found is None else str(found)


def test_an_honest_co_op_verifies():
    findings = list(verify())
    assert len(findings) == len(CHECKS)
    assert [str(finding.fault) for finding in findings if finding.fault] == []


TAMPERINGS = [
    # the chain
    ("UPDATE event SET kind = 'poll-closed' WHERE number = 3", "Event 3 was altered"),
    ("UPDATE event SET actor_id = 1 WHERE number = 4", "Event 4 was altered"),
    ("DELETE FROM event WHERE number = 5", "Event 5 is missing"),
    ("DELETE FROM event WHERE number = (SELECT max(number) FROM event)", "before its stated end"),
    ("UPDATE event SET number = 5000 WHERE number = 7", "Event 7 is missing"),
    ("DELETE FROM record_head", "does not say where it ends"),
    # facts
    ("UPDATE membership SET standing = 'full' WHERE standing = 'candidate'", "not what was sealed"),
    ("DELETE FROM membership WHERE standing = 'candidate'", "not what was sealed"),
    ("UPDATE mandate SET to_on = '2999-01-01' WHERE office = 'inspector'", "not what was sealed"),
    ("UPDATE mandate SET office = 'chair' WHERE office = 'operator'", "not what was sealed"),
    ("UPDATE piece_rate SET rate = '3'", "not what was sealed"),
    ("UPDATE norm SET minutes = '10'", "not what was sealed"),
    ("UPDATE entry SET quantity = 400 WHERE quantity = 40", "not what was sealed"),
    ("UPDATE labour SET minutes = 60 WHERE minutes = 450", "not what was sealed"),
    ("UPDATE entry SET quantity = 500 WHERE quantity = 50", "not what was sealed"),
    ("UPDATE labour SET member_id = 1 WHERE minutes = 240", "not what was sealed"),
    ("DELETE FROM labour WHERE minutes = 240", "not what was sealed"),
    ("UPDATE decision SET tally = '6 : 0 : 0' WHERE motion_id = 1", "not what was sealed"),
    ("UPDATE adoption SET from_on = '2026-01-06'", "not what was sealed"),
    ("UPDATE posting SET amount = amount * 2", "not what was sealed"),
    ("UPDATE piece_rate SET rate = 'five'", "cannot be read"),
    ("UPDATE membership SET standing = 'boss' WHERE id = 1", "cannot be read"),
    # votes
    ("UPDATE ballot SET paper = 'against' WHERE paper = 'for'", "the ballots are not"),
    ("DELETE FROM ballot WHERE paper = 'against'", "the ballots are not"),
    ("UPDATE ballot SET superseded_at = at WHERE paper = 'against'", "the ballots are not"),
    ("DELETE FROM roll_entry WHERE NOT signed", "the roll is not"),
    ("UPDATE poll SET roll_hash = 'x'", "the roll is not"),
    ("UPDATE poll SET closed_at = NULL", "whether it is closed"),
    ("UPDATE poll SET rule_id = 5", "its rule is not"),
    # pay
    ("UPDATE pay_run SET bill = bill + 1", "the bill is not"),
    ("UPDATE pay_run SET inputs = replace(inputs, '\"40\"', '\"80\"')", "its inputs are not"),
    ("UPDATE pay_run SET inputs_hash = 'x'", "its inputs are not"),
    ("UPDATE pay_line SET amount = amount + 1", "do not come out again"),
    ("UPDATE pay_line SET decision_id = 1", "do not come out again"),
    ('UPDATE pay_line SET trace = \'{"say": "x"}\'', "A row was altered"),
    ("UPDATE payslip SET member_id = 1 WHERE member_id = 4", "do not come out again"),
    ("UPDATE pay_run SET approved_at = NULL", "whether it is approved"),
    # deeds
    ("UPDATE coop SET currency = 'USD'", "not what was sealed"),
    ("UPDATE unit SET name = 'x' WHERE id = 1", "not what was sealed"),
    ("UPDATE item SET measure = 'kg' WHERE code = 'pots'", "not what was sealed"),
    ("UPDATE item SET name = 'Pans' WHERE code = 'pots'", "not what was sealed"),
    ("UPDATE scheme SET terms = replace(terms, '10', '12')", "not what was sealed"),
    ("UPDATE scheme SET name = 'x'", "not what was sealed"),
    ("UPDATE motion SET text = 'From March on.' WHERE id = 1", "does not read as it was put"),
    ("UPDATE motion_version SET text = 'From March on.'", "not what was sealed"),
    ("UPDATE motion SET mover_id = 1 WHERE id = 1", "not what was sealed"),
    ("UPDATE motion SET outcome = 'defeated'", "not what was sealed"),
    ("UPDATE seconding SET member_id = 1", "not what was sealed"),
    ("DELETE FROM seconding", "not what was sealed"),
    ("UPDATE enactment SET due_on = '2026-03-01'", "not what was sealed"),
    ("UPDATE confirmation SET member_id = 1 WHERE entry_id = 1", "not what was sealed"),
    ("UPDATE confirmation SET at = '2026-02-27 12:00' WHERE entry_id = 4", "not what was sealed"),
    ("UPDATE closing SET to_on = '2026-01-31'", "not what was sealed"),
    ("UPDATE pay_run SET prepared_by_id = 5", "not what was sealed"),
    ("UPDATE pay_run SET approved_by_id = 5", "not what was sealed"),
    ("UPDATE pay_run SET from_on = '2026-02-02'", "not what was sealed"),
]


def test_every_tampering_is_found():
    missed = {}
    for tampering, words in TAMPERINGS:
        with db.session.begin_nested() as attempt:
            db.session.execute(text(tampering))
            db.session.expire_all()
            found = fault() or "nothing was found"
            attempt.rollback()
        if words not in found:
            missed[tampering] = found
    assert missed == {}
    assert fault() is None


def test_a_result_written_over_is_found():
    db.session.execute(
        text("UPDATE poll SET result = replace(CAST(result AS TEXT), '4', '5')")
        if db.session.get_bind().dialect.name == "sqlite"
        else text("UPDATE poll SET result = replace(result::text, '4', '5')::json")
    )
    assert "a new count gives 4 : 1 : 0" in fault()


def test_a_later_version_may_give_its_reasons_in_other_words(monkeypatch):
    monkeypatch.setattr(Sentence, "to_json", lambda self: {"say": f"So to say: {self}"})
    assert fault() is None


def test_the_command_names_the_first_fault_and_ends_with_one(app):
    runner = app.test_cli_runner()
    honest = runner.invoke(args=["record", "verify"])
    assert honest.exit_code == 0
    assert honest.stdout.splitlines()[-1].startswith("head: event ")
    db.session.execute(text("UPDATE pay_run SET bill = bill + 1"))
    db.session.commit()
    found = runner.invoke(args=["record", "verify"])
    assert found.exit_code == 1
    assert found.stderr == "Pay run 1: the bill is not the sum of the payslips.\n"


def test_members_verify_on_a_page(as_member):
    page = as_member("Igor").get("/record/verification")
    assert "Everything holds" in page.text
    db.session.execute(text("UPDATE ballot SET paper = 'abstain'"))
    assert "the ballots are not the ones that were sealed" in (
        as_member("Igor").get("/record/verification").text
    )


def test_a_change_that_the_program_wrote_over_later_is_found(person):
    db.session.execute(text("UPDATE member SET name = 'Emma' WHERE name = 'Emil'"))
    db.session.commit()
    db.session.expire_all()
    person("Emma").language = "es"
    db.commit()
    assert "A row was altered after event" in fault()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_page_tells_each_finding_when_it_is_found(as_member, monkeypatch):
    ran = []
    checks = [(say(f"Check {one} holds."), lambda one=one: ran.append(one)) for one in (1, 2)]
    monkeypatch.setattr(record, "CHECKS", checks)
    page = iter(as_member("Igor").get("/record/verification").response)
    told = ""
    while "Check 1 holds." not in told:
        told += str(next(page), "utf-8")
    assert ran == [1]
    rest = "".join(str(part, "utf-8") for part in page)
    assert ran == [1, 2]
    assert "Everything holds" in rest
