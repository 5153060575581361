"""Who alters an amendment, a candidacy, a pool, a seed or a petition afterwards is found out."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.archive.checks.decisions import decisions_fault
from app.db import db
from app.elections.drawings.actions import draw_lots, fix_pool
from app.elections.petitions.actions import start_petition
from app.members.queries import mandates_on
from app.motions.actions.amending import propose_amendment
from app.motions.rules.effects import Effect
from app.motions.rules.paragraphs import Change, Kind
from tests.polls import AT, ON

ALTERATIONS = [
    "UPDATE amendment SET changes = '[]'",
    "UPDATE candidacy SET member_id = {other}",
    "DELETE FROM petition_signature",
    "UPDATE petition_signature SET member_id = {other}",
    "UPDATE petition_signature SET withdrawn_at = at",
    "UPDATE drawing SET pool = '[1,2,3]'",
    "UPDATE drawing SET seed = 'another'",
]


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_an_alteration_is_found_out(called, stand, drawing, person, alteration):
    motion = called()
    stand(motion, "Emil")
    propose_amendment(
        motion,
        by=person("Emil").id,
        changes=[Change(Kind.REPLACE, 1, "We elect three delegates.")],
        effect=Effect(motion.effect_kind, motion.effect),
        reason="",
        at=AT,
    )
    words = {"title": "The chair is recalled.", "reason": "No assembly for a year."}
    start_petition(mandates_on(ON)[0], by=person("Emil").id, on=ON, at=AT, **words)
    found, ana = drawing("members"), person("Ana").id
    fix_pool(found, by=ana, on=ON, at=AT)
    draw_lots(found, seed="3 14 15", by=ana, on=ON + timedelta(days=10), at=AT)
    db.commit()
    assert decisions_fault() is None
    db.session.execute(text(alteration.replace("{other}", str(person("Goran").id))))
    db.session.expire_all()
    assert decisions_fault() is not None
