"""Counting every closed vote again, from the ballots, by the rule that stood when it opened."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.archive.checks.comparing import figures
from app.bylaws.rules.decisions import Verdict
from app.db import db
from app.record.models import Event
from app.record.rules import digest
from app.sentences import Sentence, say
from app.voting.ballot_queries import counting_ballots, papers_cast
from app.voting.models import Poll
from app.voting.questions import frozen_question, terms_of
from app.voting.roll.making import hash_of_roll
from app.voting.rules.paper import papers_in
from app.voting.rules.tracker import head_of
from app.voting.rules.withheld import Withheld
from app.voting.urn import actions as urns
from app.voting.verdicts import PollResult, result_of, with_casting

Sealed = dict[tuple[str, int], dict[str, Any]]


def votes_fault() -> Sentence | None:
    """The first poll whose roll, ballots or result are not what was sealed, or None."""
    sealed = _sealed()
    known = set(db.session.scalars(select(Poll.id)))
    if missing := {poll_id for _, poll_id in sealed} - known:
        return say("Poll %(poll)s was taken out.", poll=min(missing))
    for poll in db.session.scalars(select(Poll).order_by(Poll.id)):
        if fault := _roll_fault(poll, sealed) or _count_fault(poll, sealed):
            return fault
    return None


def votes_not_recounted() -> Sentence | None:
    """Which closed votes cannot be counted again, as only their verdict was kept."""
    counted = select(Poll.id).where(Poll.withheld, Poll.outcome.is_not(None)).order_by(Poll.id)
    if polls := ", ".join(map(str, db.session.scalars(counted))):
        return say("Only the verdict was kept, so not counted again: poll %(polls)s.", polls=polls)
    return None


def _sealed() -> Sealed:
    rows = db.session.execute(
        select(Event.kind, Event.subject, Event.data).where(
            Event.kind.in_(["poll-opened", "poll-closed", "urn-opened"])
        )
    )
    return {(kind, int(subject.removeprefix("poll "))): data for kind, subject, data in rows}


def _roll_fault(poll: Poll, sealed: Sealed) -> Sentence | None:
    opened = sealed.get(("poll-opened", poll.id))
    if opened is None or {poll.roll_hash, hash_of_roll(poll.id)} != {opened["roll"]}:
        return say("Poll %(poll)s: the roll is not the one that was sealed.", poll=poll.id)
    frozen = (poll.rule_id, digest(poll.rule), poll.entitled, poll.active)
    if tuple(opened[key] for key in ("rule", "terms", "entitled", "active")) != frozen:
        return say("Poll %(poll)s: its rule is not the one that stood then.", poll=poll.id)
    if opened["outside"] != poll.outside:
        return say("Poll %(poll)s: where it was held was altered.", poll=poll.id)
    if opened.get("withheld", False) != poll.withheld:
        return say("Poll %(poll)s: what is told of it was altered.", poll=poll.id)
    if any(opened.get(key) != value for key, value in frozen_question(poll).items()):
        return say("Poll %(poll)s: its options are not the ones that were sealed.", poll=poll.id)
    return None


def _count_fault(poll: Poll, sealed: Sealed) -> Sentence | None:
    closed = sealed.get(("poll-closed", poll.id))
    if (poll.closed_at is None) != (closed is None):
        return say("Poll %(poll)s: whether it is closed was altered.", poll=poll.id)
    if closed is None:
        return None
    if poll.secret:
        return _urn_fault(poll, closed, sealed)
    ballots = counting_ballots(poll.id)
    marks = [[one.number, one.paper] for one in ballots]
    if closed["paper"] != poll.paper_counts:
        return say("Poll %(poll)s: the count of the paper ballots was altered.", poll=poll.id)
    papers = [*papers_cast(ballots), *papers_in(poll.paper_counts)]
    return _result_fault(poll, closed, marks, papers)


def _urn_fault(poll: Poll, closed: dict[str, Any], sealed: Sealed) -> Sentence | None:
    """The urn is the one that was shut, with an envelope for each signature; once it is open,
    enough scrutineers gave their keys, and the shuffled ballots are as many and give the result."""
    opened = sealed.get(("urn-opened", poll.id))
    envelopes, signatures = urns.envelopes_of(poll.id), urns.signatures_of(poll.id)
    if {head_of(envelopes), poll.urn_head} != {closed["urn"]} or len(envelopes) != signatures:
        return say("Poll %(poll)s: the urn is not the one that was sealed.", poll=poll.id)
    if opened is None:
        return None
    if not _opened_together(poll, sealed["poll-opened", poll.id]):
        return say("Poll %(poll)s: too few scrutineers gave their keys to its urn.", poll=poll.id)
    papers = urns.opened_papers(poll.id)
    if poll.withheld:
        return _withheld_fault(poll, opened, papers)
    if len(papers) != len(envelopes):
        return say("Poll %(poll)s: there are not as many ballots as envelopes.", poll=poll.id)
    return _result_fault(poll, opened, list(papers), papers)


def _opened_together(poll: Poll, at_opening: dict[str, Any]) -> bool:
    """Whether as many gave their keys as it takes, all of them holders of one."""
    given = select(Event.actor_id).where(
        Event.kind == "urn-key-given", Event.subject == f"poll {poll.id}"
    )
    givers = set(db.session.scalars(given))
    return len(givers) >= at_opening["urn_needed"] and givers <= set(at_opening["scrutineers"])


def _withheld_fault(poll: Poll, opened: dict[str, Any], papers: Sequence[str]) -> Sentence | None:
    """Of these ballots only the verdict was kept: it is the one that was sealed."""
    if papers:
        return say("Poll %(poll)s: ballots that nobody was to know are kept.", poll=poll.id)
    verdict = Withheld(poll.entitled, poll.present, Verdict(opened["verdict"]))
    told = verdict if poll.casting is None else with_casting(verdict, poll.casting)
    if figures(poll.result) != figures(told.to_json()):
        return say("Poll %(poll)s: its result is not the one that was sealed.", poll=poll.id)
    return None


def _result_fault(
    poll: Poll, counted: dict[str, Any], marks: list[Any], papers: Sequence[str]
) -> Sentence | None:
    if counted["ballots"] != digest(marks):
        return say("Poll %(poll)s: the ballots are not the ones that were sealed.", poll=poll.id)
    recounted = _recount(poll, papers)
    same = figures(poll.result) == figures(recounted.to_json())
    if counted["tally"] != recounted.numbers or not same:
        return say(
            "Poll %(poll)s: a new count gives %(tally)s, which is not the recorded result.",
            poll=poll.id,
            tally=recounted.numbers,
        )
    return None


def _recount(poll: Poll, papers: Sequence[str]) -> PollResult:
    result = result_of(
        terms_of(poll), papers, entitled=poll.entitled, present=poll.present, active=poll.active
    )
    return result if poll.casting is None else with_casting(result, poll.casting)
