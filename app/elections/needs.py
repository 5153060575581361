"""Nominations that wait for an answer, candidates that wait for their ballot."""

from typing import Any

from sqlalchemy import bindparam

from app.elections.models import Candidacy, Election
from app.motions.models import Motion
from app.permissions import Permission
from app.sentences import say
from app.web.needs import ME, Need, Waiting, found, may

_nominations = (
    found(Motion.id, Motion.title, Election.nominations_until)
    .join(Election, Election.motion_id == Motion.id)
    .join(Candidacy, Candidacy.motion_id == Motion.id)
    .where(
        Candidacy.member_id == ME,
        Candidacy.accepted_at.is_(None),
        Candidacy.withdrawn_at.is_(None),
        Motion.withdrawn_at.is_(None),
        Election.closed_at.is_(None),
        Election.nominations_until > bindparam("now"),
    )
)
_ballots_to_make = (
    found(Motion.id, Motion.title, Election.nominations_until)
    .join(Election, Election.motion_id == Motion.id)
    .where(
        may(Permission.POLL_OPEN),
        Motion.withdrawn_at.is_(None),
        Election.closed_at.is_(None),
        Election.nominations_until <= bindparam("now"),
    )
)


def _nominated(row: Any) -> Need:
    words = say("You are nominated: %(title)s", title=row.words)
    note = say("answer until %(at)s", at=row.at)
    return Need(words, "elections.show_election", {"motion_id": row.key}, note)


def _ballot_to_make(row: Any) -> Need:
    words = say("Put the candidates on the ballot: %(title)s", title=row.words)
    return Need(words, "elections.show_election", {"motion_id": row.key})


NOMINATED = Waiting(_nominations, _nominated)
BALLOT_TO_MAKE = Waiting(_ballots_to_make, _ballot_to_make)
