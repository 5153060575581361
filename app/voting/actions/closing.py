"""Closing, counting, and what follows for the motion."""

from collections.abc import Sequence
from datetime import date, datetime

from app.bylaws.rules.decisions import Verdict
from app.motions.actions.amending import record_amendment_result
from app.motions.actions.deciding import await_result, choose_options, record_result
from app.motions.models import Outcome
from app.record.actions import append
from app.record.rules import digest
from app.voting import queries, questions
from app.voting.announcing import announce
from app.voting.ballot_queries import counting_ballots, papers_cast
from app.voting.models import Poll
from app.voting.outside import check_board
from app.voting.paper.counts import closing_refusal, counted
from app.voting.roll.queries import present_of, roll_of
from app.voting.rules import course
from app.voting.rules.paper import papers_in
from app.voting.rules.selection import Selection
from app.voting.rules.tally import Result
from app.voting.rules.withheld import withheld
from app.voting.urn import actions as urns
from app.voting.verdicts import (
    PollResult,
    in_short,
    result_from_json,
    result_of,
    tied_between,
    with_casting,
)


def close_poll(poll_id: int, *, by: int | None, at: datetime, on: date) -> Poll:
    """Closes, counts and judges by the rule that stood at opening, and records the result on
    the motion; a tie waits for the chair, a secret vote for its scrutineers. Raises PollClosed,
    PollVoid, ClosesByItself; PaperNotCounted, BoardNotAttached."""
    poll = queries.locked_poll(poll_id)
    course.check_may_close(queries.poll_state(poll), at)
    check_board(poll_id)
    poll.paper_counts = counted(poll_id)
    if poll.outside:
        poll.voted_outside = sum((poll.paper_counts or {}).values())
    roll = roll_of(poll_id)
    poll.present = present_of(poll, roll)
    poll.closed_at, poll.closed_by_id = at, by
    if poll.secret:
        append("poll-closed", f"poll {poll_id}", by=by, at=at, data=urns.shut(poll))
        await_result(poll.motion, at=at)
        announce(poll_id)
        return poll
    ballots = counting_ballots(poll_id)
    papers = [*papers_cast(ballots), *papers_in(poll.paper_counts)]
    result = _result(poll, papers)
    append(
        "poll-closed",
        f"poll {poll_id}",
        by=by,
        at=at,
        data={
            "tally": result.numbers,
            "verdict": str(result.verdict),
            "ballots": digest([[one.number, one.paper] for one in ballots]),
            "paper": poll.paper_counts,
        },
    )
    settle(poll, result, at=at, on=on)
    return poll


def open_urn(poll_id: int, *, by: int, passphrase: str, at: datetime, on: date) -> Poll:
    """A scrutineer gives their key to the urn of a closed secret vote. With the last one that
    was needed its ballots are counted and judged as those of an open vote. Raises PollVoid and
    the reasons of `urns.give_key`."""
    poll = queries.locked_poll(poll_id)
    if poll.voided_at is not None:
        raise course.PollVoid
    papers = urns.give_key(poll, by=by, passphrase=passphrase, at=at)
    if papers is None:
        return poll
    result = _result(poll, papers)
    # Of five ballots the digest would tell the numbers: there are few lists that it could be of.
    ballots = None if poll.withheld else digest(papers)
    if isinstance(result, Result) and poll.withheld:
        result = withheld(result)
    append(
        "urn-opened",
        f"poll {poll_id}",
        by=by,
        at=at,
        data={"tally": result.numbers, "verdict": str(result.verdict), "ballots": ballots},
    )
    settle(poll, result, at=at, on=on)
    return poll


def close_due(*, at: datetime, on: date) -> list[Poll]:
    """Closes every poll whose announced end has come; one with paper ballots waits until they are
    counted. Two workers close each of them once."""
    closed = []
    for poll_id in queries.due_poll_ids(at):
        poll = queries.locked_poll(poll_id)
        if closing_refusal(poll_id, queries.poll_state(poll), at) is None:
            closed.append(close_poll(poll_id, by=None, at=at, on=on))
    return closed


def cast_casting_vote(poll_id: int, *, by: int, casting: str, at: datetime, on: date) -> Poll:
    """The chair decides a tie, where the rule gives the chair that vote: for, against, or the
    number of one of the tied options. Raises NotTied, CastingVoteDecides, PollVoid."""
    poll = queries.locked_poll(poll_id)
    if poll.voided_at is not None:
        raise course.PollVoid
    if poll.result is None:
        raise course.NotTied
    tied = result_from_json(poll.result)
    course.check_casting(tied.verdict, casting, tied_between(tied))
    poll.casting, poll.casting_by_id, poll.casting_at = casting, by, at
    append("casting-vote", f"poll {poll_id}", by=by, at=at, data={"choice": casting})
    settle(poll, with_casting(tied, casting), at=at, on=on)
    return poll


def _result(poll: Poll, papers: Sequence[str]) -> PollResult:
    terms = questions.terms_of(poll)
    return result_of(
        terms, papers, entitled=poll.entitled, present=poll.present, active=poll.active
    )


def settle(poll: Poll, result: PollResult, *, at: datetime, on: date) -> None:
    """Writes the result on the poll and, unless the chair is still to decide, on the motion or
    the amendment that was put."""
    poll.result, poll.outcome = result.to_json(), Outcome(result.verdict)
    announce(poll.id)
    if result.verdict is Verdict.TIED:
        await_result(poll.motion, at=at)
        return
    if isinstance(result, Selection) and result.chosen:
        choose_options(poll.motion, result.chosen, by=poll.motion.mover_id, at=at)
    tally = in_short(result)
    if poll.amendment is None:
        record_result(poll.motion, poll.outcome, poll_id=poll.id, tally=tally, on=on, at=at)
    else:
        record_amendment_result(poll.amendment, poll.outcome, poll_id=poll.id, tally=tally, at=at)
