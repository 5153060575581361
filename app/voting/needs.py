"""Votes that wait for a ballot, urns that wait for a key."""

from typing import Any

from sqlalchemy import not_

from app.sentences import Sentence, say
from app.voting.models import Poll, RollEntry, ScrutineerKey, UrnShare
from app.web.needs import ME, Need, Waiting, found

_votes = (
    found(Poll.id, Poll.question, Poll.closes_at)
    .join(RollEntry, RollEntry.poll_id == Poll.id)
    .where(
        RollEntry.member_id == ME,
        not_(RollEntry.signed),
        RollEntry.holder_id.is_(None),
        not_(RollEntry.on_paper),
        Poll.closed_at.is_(None),
        Poll.voided_at.is_(None),
    )
)
_urns = (
    found(Poll.id, Poll.question, Poll.closed_at)
    .join(UrnShare, UrnShare.poll_id == Poll.id)
    .join(ScrutineerKey, ScrutineerKey.id == UrnShare.key_id)
    .where(
        ScrutineerKey.member_id == ME,
        UrnShare.given_at.is_(None),
        Poll.closed_at.is_not(None),
        Poll.outcome.is_(None),
        Poll.voided_at.is_(None),
    )
)


def _vote(row: Any) -> Need:
    return _ballot(row, say("Vote: %(question)s", question=row.words))


def _vote_on_amendment(row: Any) -> Need:
    return _ballot(row, say("Vote on an amendment: %(question)s", question=row.words))


def _ballot(row: Any, words: Sentence) -> Need:
    note = say("until %(at)s", at=row.at) if row.at else say("until the chair closes it")
    return Need(words, "voting.show_poll", {"poll_id": row.key}, note)


def _open_urn(row: Any) -> Need:
    words = say("An urn waits for your key: %(question)s", question=row.words)
    note = say("closed %(at)s", at=row.at)
    return Need(words, "voting.show_poll", {"poll_id": row.key}, note)


VOTE = Waiting(_votes.where(Poll.amendment_id.is_(None)), _vote)
VOTE_ON_AMENDMENT = Waiting(_votes.where(Poll.amendment_id.is_not(None)), _vote_on_amendment)
URN = Waiting(_urns, _open_urn)
