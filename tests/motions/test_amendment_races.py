"""Two amendments of one paragraph accepted at the same moment: one is carried, never both."""

import pytest

from app.db import db
from app.motions.actions import amending
from app.motions.amendments import queries as amendment_queries
from app.motions.models import Amendment, Motion
from app.motions.rules.effects import Effect
from app.motions.rules.paragraphs import Change, Collides, Kind
from tests.motions.conftest import AT
from tests.racing import Meeting, locks, together


@pytest.mark.parametrize("locked", [True, False], ids=["locks", "no-locks"])
def test_two_that_collide_are_not_both_accepted(app, move, person, monkeypatch, locked):
    motion = move("Emil", text="We buy a kiln.")
    emil, ids = person("Emil").id, []
    for name, text in (("Chen", "We buy two kilns."), ("Fatima", "We buy no kiln.")):
        amendment = amending.propose_amendment(
            motion,
            by=person(name).id,
            changes=[Change(Kind.REPLACE, 1, text)],
            effect=Effect(motion.effect_kind, motion.effect),
            reason="",
            at=AT,
        )
        ids.append(amendment.id)
    db.commit()
    fit, both = amendment_queries.fit_of, Meeting(2)

    def fit_and_wait(*args):
        found = fit(*args)
        both.wait()
        return found

    def accept(amendment_id):
        found = db.session.get_one(Amendment, amendment_id)
        return amending.accept_amendment(found, by=emil, at=AT)

    monkeypatch.setattr(amendment_queries, "fit_of", fit_and_wait)
    with locks(app, locked):
        done = together(app, *(lambda one=one: accept(one) for one in ids))
    refused = [one for one in done if isinstance(one, Exception)]
    if locked:
        assert [type(one) for one in refused] == [Collides]
        db.session.rollback()
        text = db.session.get_one(Motion, motion.id, populate_existing=True).text
        assert text in {"We buy two kilns.", "We buy no kiln."}
    else:
        assert [type(one) for one in refused] != [Collides], "the control must fail"
