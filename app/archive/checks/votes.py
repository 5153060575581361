"""Counting every closed vote again, from the ballots, by the rule that stood when it opened."""

from sqlalchemy import select

from app.bylaws.models import Rule
from app.bylaws.rules.decisions import parse_rule
from app.db import db
from app.members.models import Member
from app.record.models import Event
from app.record.rules import digest
from app.sentences import Sentence, say
from app.voting.models import Poll, RollEntry
from app.voting.queries import counting_ballots, roll_of
from app.voting.rules.roll import roll_hash
from app.voting.rules.tally import Result, count, decided_by_chair, judged


def votes_fault() -> Sentence | None:
    """The first poll whose roll, ballots or result are not what was sealed, or None."""
    sealed = _sealed()
    known = set(db.session.scalars(select(Poll.id)))
    if missing := {poll_id for _, poll_id in sealed} - known:
        return say("Poll %(poll)s was taken out.", poll=min(missing))
    for poll in db.session.scalars(select(Poll).order_by(Poll.id)):
        opened, closed = (sealed.get((kind, poll.id)) for kind in ("poll-opened", "poll-closed"))
        if fault := _roll_fault(poll, opened) or _result_fault(poll, closed):
            return fault
    return None


def _sealed() -> dict[tuple[str, int], dict[str, object]]:
    rows = db.session.execute(
        select(Event.kind, Event.subject, Event.data).where(
            Event.kind.in_(["poll-opened", "poll-closed"])
        )
    )
    return {(kind, int(subject.removeprefix("poll "))): data for kind, subject, data in rows}


def _roll_fault(poll: Poll, opened: dict[str, object] | None) -> Sentence | None:
    numbers = db.session.scalars(
        select(Member.number)
        .join(RollEntry, RollEntry.member_id == Member.id)
        .where(RollEntry.poll_id == poll.id)
    )
    if opened is None or {poll.roll_hash, roll_hash(numbers)} != {opened["roll"]}:
        return say("Poll %(poll)s: the roll is not the one that was sealed.", poll=poll.id)
    rule = db.session.get_one(Rule, poll.rule_id)
    if opened["rule"] != poll.rule_id or poll.rule != rule.definition:
        return say("Poll %(poll)s: its rule is not the one that stood then.", poll=poll.id)
    return None


def _result_fault(poll: Poll, closed: dict[str, object] | None) -> Sentence | None:
    if (poll.closed_at is None) != (closed is None):
        return say("Poll %(poll)s: whether it is closed was altered.", poll=poll.id)
    if closed is None:
        return None
    ballots = counting_ballots(poll.id)
    if closed["ballots"] != digest([[number, str(choice)] for number, choice in ballots]):
        return say("Poll %(poll)s: the ballots are not the ones that were sealed.", poll=poll.id)
    recounted = _recount(poll)
    if closed["tally"] != str(recounted.tally) or poll.result != recounted.to_json():
        return say(
            "Poll %(poll)s: a new count gives %(tally)s, which is not the recorded result.",
            poll=poll.id,
            tally=str(recounted.tally),
        )
    return None


def _recount(poll: Poll) -> Result:
    result = judged(
        parse_rule(poll.rule),
        count(choice for _, choice in counting_ballots(poll.id)),
        entitled=len(roll_of(poll.id)),
        present=poll.present,
    )
    return result if poll.casting is None else decided_by_chair(result, poll.casting)
