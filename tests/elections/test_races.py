"""Two last signatures at the same moment: the recall is moved once."""

import pytest
from sqlalchemy import func, select

from app.db import db
from app.elections.models import Petition
from app.elections.petitions import actions
from app.elections.petitions import queries as petition_queries
from app.elections.rules.petitions import PetitionOver
from app.members.models import Office
from app.members.queries import mandates_on
from app.motions.models import Motion
from tests.polls import AT, ON
from tests.racing import Meeting, locks, together


@pytest.mark.parametrize("locked", [True, False], ids=["locks", "no-locks"])
def test_two_last_signatures_move_one_recall(app, person, monkeypatch, locked):
    (mandate,) = mandates_on(ON, Office.TREASURER)
    words = {"title": "Chen is recalled.", "reason": "The books are late."}
    petition = actions.start_petition(mandate, by=person("Emil").id, on=ON, at=AT, **words)
    signers = [person(name).id for name in ("Fatima", "Goran")]
    db.commit()
    read, both = petition_queries.signers, Meeting(2)

    def read_and_wait(*args):
        found = read(*args)
        both.wait()
        return found

    def sign(member_id):
        found = db.session.get_one(Petition, petition.id)
        return actions.sign_petition(found, by=member_id, on=ON, at=AT)

    monkeypatch.setattr(petition_queries, "signers", read_and_wait)
    with locks(app, locked):
        done = together(app, *(lambda one=one: sign(one) for one in signers))
    refused = [type(one) for one in done if isinstance(one, Exception)]
    db.session.rollback()
    moved = db.session.scalar(select(func.count(Motion.id)))
    if locked:
        assert (refused, moved) == ([PetitionOver], 1)
    else:
        assert (refused, moved) != ([PetitionOver], 1), "the control must fail"
