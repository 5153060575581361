"""Two workers enacting at the same moment, on both databases, and the lock that matters."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.bylaws.models import Matter
from app.db import db
from app.enactment import actions
from app.enactment.models import Enactment
from app.members.queries import whole_coop
from app.motions.actions.deciding import record_result
from app.motions.models import EffectKind, Motion, Outcome
from tests.racing import Meeting, locks, together

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
ON = date(2026, 3, 2)


@pytest.mark.parametrize("locked", [True, False], ids=["lock", "no-lock"])
def test_two_workers_enact_a_motion_once(app, person, monkeypatch, locked):
    motion = Motion(
        number=1,
        unit_id=whole_coop().id,
        matter=Matter.RESOLUTION,
        title="Bread",
        text="…",
        effect_kind=EffectKind.RESOLUTION,
        effect={},
        mover_id=person("Ana").id,
        drafted_at=AT,
        submitted_at=AT,
    )
    db.session.add(motion)
    db.session.flush()
    record_result(motion, Outcome.CARRIED, poll_id=1, tally="4 : 1 : 1", on=ON, at=AT)
    db.commit()
    applied, meeting = [], Meeting(2)

    def apply(motion, decision, at):
        applied.append(motion.id)
        meeting.wait()
        return "decision 1"

    monkeypatch.setattr(actions, "_apply", apply)
    with locks(app, locked):
        done = together(app, *[lambda: len(actions.enact_due(on=ON, at=AT))] * 2)
    assert db.session.scalar(select(func.count()).select_from(Enactment)) == 1
    if locked:
        assert sorted(done) == [0, 1]
        assert len(applied) == 1
    else:
        assert len(applied) == 2, "the control must fail"
