"""Motions that want a seconder."""

from typing import Any

from sqlalchemy import bindparam, exists, func, literal, select

from app.bylaws.models import Rule
from app.motions.models import Motion, Seconding
from app.sentences import say
from app.web.needs import ME, Need, Waiting, found

_seconders_needed = (
    select(Rule.definition["seconders"].as_integer())
    .where(Rule.matter == Motion.matter, Rule.from_on <= bindparam("today"))
    .order_by(Rule.from_on.desc(), Rule.id.desc())
    .limit(1)
    .scalar_subquery()
)
_seconded = (
    select(func.count()).where(Seconding.motion_id == Motion.id).correlate(Motion).scalar_subquery()
)
_motions = found(Motion.id, Motion.title).where(
    bindparam("full_member") == literal(1),
    Motion.submitted_at.is_not(None),
    Motion.withdrawn_at.is_(None),
    Motion.put_at.is_(None),
    Motion.decided_at.is_(None),
    Motion.mover_id != ME,
    ~exists().where(Seconding.motion_id == Motion.id, Seconding.member_id == ME),
    _seconded < _seconders_needed,
)


def _second(row: Any) -> Need:
    words = say("A motion wants a seconder: %(title)s", title=row.words)
    return Need(words, "motions.show_motion", {"motion_id": row.key})


SECOND = Waiting(_motions, _second)
