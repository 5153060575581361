"""Putting the question, casting ballots, closing, and what follows for the motion."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, select, update

from app import live
from app.assemblies.models import AgendaItem
from app.bylaws.rules.decisions import Verdict
from app.db import db
from app.motions.actions import (
    await_result,
    choose_options,
    put_to_vote,
    record_result,
    take_from_vote,
)
from app.motions.amendment_actions import (
    check_may_be_put,
    check_none_waits,
    put_amendment,
    record_amendment_result,
    take_amendment_from_vote,
)
from app.motions.models import Amendment, Method, Motion, Outcome
from app.motions.queries import course_of
from app.prepared import Prepared
from app.record.actions import append
from app.record.rows import note_new
from app.record.rules import digest
from app.voting import queries, questions, urns
from app.voting.models import Ballot, Poll, RollEntry
from app.voting.outside import check_board, mark_roll
from app.voting.paper_counts import closing_refusal, counted
from app.voting.rolls import absence_from, is_concerned, roll_on
from app.voting.rules import course
from app.voting.rules.marks import canonical, check_objection
from app.voting.rules.outside import HeldOutside, check_may_be_held_outside
from app.voting.rules.paper import PaperGiven, papers_in
from app.voting.rules.selection import Selection
from app.voting.rules.tally import Result
from app.voting.rules.terms import check_not_too_soon
from app.voting.rules.urn import BallotIsFinal, VoteIsSecret
from app.voting.rules.withheld import is_withheld, withheld
from app.voting.verdicts import (
    PollResult,
    result_from_json,
    result_of,
    tied_between,
    with_casting,
)


def open_poll(
    motion: Motion,
    *,
    by: int,
    at: datetime,
    on: date,
    agenda_item: AgendaItem | None = None,
    closes_at: datetime | None = None,
    amendment: Amendment | None = None,
    numbers_told: bool = False,
    outside: bool = False,
) -> Poll:
    """Puts the question on a motion as it reads, or on one of its amendments: the rule in force,
    the options and the roll are frozen. `numbers_told`: also where `rules.withheld` would tell
    only the verdict; `outside`: it is held in Belenios. Raises the reasons of
    `course.check_may_put` and `closing_time`, TooSoonAgain, ItemNotOpen, PollHeld,
    NobodyEntitled, NothingToChoose; AmendmentsWait, or for an amendment the reasons of
    `check_may_be_put`; for a secret one TooFewScrutineers; CannotBeHeldOutside."""
    db.session.refresh(motion, with_for_update=True)
    vote = queries.next_vote(motion, on, at, amendment)
    terms = vote.terms
    in_assembly = agenda_item is not None
    course.check_may_put(course_of(motion, on), terms, in_assembly=in_assembly)
    check_not_too_soon(vote.last, at)
    if agenda_item is not None and not queries.is_put(agenda_item, motion):
        raise course.ItemNotOpen
    if amendment is None:
        check_none_waits(motion)
    else:
        check_may_be_put(motion, amendment)
    closes_at = course.closing_time(terms, opens_at=at, asked=closes_at, in_assembly=in_assembly)
    roll = roll_on(on, motion, terms, agenda_item)
    if not roll.voters:
        raise course.NobodyEntitled
    if outside:
        by_proxy = any(one.holder for one in roll.voters)
        check_may_be_held_outside(weighted=terms.weighted, by_proxy=by_proxy)
    secret = terms.secret and not outside
    poll = Poll(
        motion_id=motion.id,
        amendment_id=amendment.id if amendment else None,
        agenda_item_id=agenda_item.id if agenda_item else None,
        question=motion.title,
        secret=secret,
        outside=outside,
        rule_id=vote.rule_id,
        rule=terms.to_json(),
        roll_hash=roll.hash,
        entitled=roll.entitled,
        active=roll.active,
        closes_at=closes_at,
        opened_at=at,
        opened_by_id=by,
    )
    options = questions.ask(poll, motion) if amendment is None else []
    poll.withheld = not numbers_told and is_withheld(
        poll.method or Method.MOTION, secret=secret, entitled=len(roll.voters)
    )
    db.session.add(poll)
    db.session.flush()
    questions.keep_options(poll, options)
    roll.write(poll.id)
    urn = urns.set_up(poll, terms.urn, on) if secret else {}
    if outside:
        mark_roll(poll.id)
    append(
        "poll-opened",
        f"poll {poll.id}",
        by=by,
        at=at,
        data={
            "motion": motion.id,
            "amendment": poll.amendment_id,
            "rule": poll.rule_id,
            "terms": digest(poll.rule),
            "roll": poll.roll_hash,
            "entitled": roll.entitled,
            "active": roll.active,
            "closes_at": closes_at.isoformat() if closes_at else None,
            "outside": outside,
        }
        | questions.frozen_question(poll)
        | urn,
    )
    if amendment is None:
        put_to_vote(motion, poll_id=poll.id, at=at)
    else:
        put_amendment(amendment, poll_id=poll.id, at=at)
    _announce(poll.id)
    return poll


def cast_ballot(
    poll_id: int,
    *,
    by: int,
    paper: str,
    at: datetime,
    reason: str = "",
    voter_id: int | None = None,
) -> Ballot:
    """One ballot a member, as `rules.marks` writes it; while the poll is open, another one takes
    the place of the first. `reason`: in a vote by consent, where who objects says why.
    `voter_id`: for whom, by proxy. Raises PollClosed, PollVoid, NotOnRoll (with its reason),
    ProxyGiven, NotYourProxy, AlreadyVoted; VoteIsSecret; InvalidInput for what is no ballot of
    this poll."""
    voter_id = by if voter_id is None else voter_id
    place = _place_of(poll_id, voter_id, at, by)
    if place.urn_key is not None:
        raise VoteIsSecret
    paper = canonical(paper, questions.form_of(place.method, place.ballot))
    reason = reason.strip() if place.method is Method.CONSENT else ""
    check_objection(paper, reason)
    first = not place.signed and _sign_roll(poll_id, voter_id)
    turn = 1 if first else _supersede(poll_id, voter_id, (paper, reason), at) + 1
    row = {
        "poll_id": poll_id,
        "member_id": voter_id,
        "turn": turn,
        "paper": paper,
        "reason": reason,
        "at": at,
    }
    db.run(_BALLOT, superseded_at=None, **row)
    ((ballot_id,),) = db.rows(_BALLOT_ID, poll=poll_id, member=voter_id, turn=turn)
    note_new(db.session, "ballot", {**row, "id": ballot_id, "superseded_at": None})
    # The record says that a ballot came in, not what it says: nobody reads a running count there.
    data = {"turn": turn} if voter_id == by else {"turn": turn, "for": voter_id}
    append("ballot-cast", f"poll {poll_id}", by=by, at=at, data=data)
    _announce(poll_id)
    return Ballot(**row)


# Statements of the one act that everybody does at the same moment: made once.
_entry = and_(RollEntry.poll_id == Poll.id, RollEntry.member_id == bindparam("member"))
_PLACE = Prepared(
    select(
        Poll.closes_at,
        Poll.closed_at,
        Poll.voided_at,
        Poll.urn_key,
        Poll.outside,
        Poll.method,
        Poll.ballot,
        RollEntry.signed,
        RollEntry.holder_id,
        RollEntry.on_paper,
    )
    .outerjoin(RollEntry, _entry)
    .where(Poll.id == bindparam("poll"))
    .with_for_update(read=True, of=Poll)
)
_SIGN = Prepared(
    update(RollEntry.__table__)  # type: ignore[arg-type]
    .where(
        RollEntry.poll_id == bindparam("poll"),
        RollEntry.member_id == bindparam("member"),
        RollEntry.signed.is_(False),
        RollEntry.on_paper.is_(False),
    )
    .values(signed=True)
)
_BALLOT = Prepared(insert(Ballot.__table__))  # type: ignore[arg-type]
_BALLOT_ID = Prepared(
    select(Ballot.id).where(
        Ballot.poll_id == bindparam("poll"),
        Ballot.member_id == bindparam("member"),
        Ballot.turn == bindparam("turn"),
    )
)


def cast_secret_ballot(poll_id: int, *, by: int, paper: str, at: datetime) -> str:
    """Signs the roll and puts the sealed ballot into the urn, in one transaction and without an
    event; the words by which the envelope is found. Raises PollClosed, PollVoid, NotOnRoll (with
    its reason), BallotIsFinal; InvalidInput for what is no ballot of this poll."""
    place = _place_of(poll_id, by, at, by)
    assert place.urn_key is not None, "an open poll has no urn"  # noqa: S101
    form = questions.form_of(place.method, place.ballot)
    paper = canonical(paper, form)
    if place.signed or not _sign_roll(poll_id, by):
        raise BallotIsFinal
    _announce(poll_id)
    return urns.drop_in(poll_id, paper, form, place.urn_key)


def _place_of(poll_id: int, member_id: int, at: datetime, by: int) -> Any:
    """What the ballot may say, whether the member has voted before, and what seals a secret
    ballot, with the poll held open until we commit: whoever closes it waits for us, or we for
    them. Raises why the member cannot vote."""
    (row,) = db.rows(_PLACE, poll=poll_id, member=member_id)
    signed: bool | None = row.signed
    obstacle = course.closure(course.PollState(row.closes_at, row.closed_at, row.voided_at), at)
    if obstacle is None and signed is None:
        obstacle = absence_from(poll_id, member_id)
    if obstacle is None:
        obstacle = queries.held_elsewhere(member_id, row.holder_id, by)
    if obstacle is None and row.on_paper:
        obstacle = HeldOutside() if row.outside else PaperGiven()
    if obstacle is not None:
        raise obstacle
    return row


def _sign_roll(poll_id: int, member_id: int) -> bool:
    """Signs for the member's first ballot; of two at once, one waits here and gets False, and so
    does who was handed a paper ballot meanwhile."""
    return db.run(_SIGN, poll=poll_id, member=member_id) == 1


def _supersede(poll_id: int, member_id: int, says: tuple[str, str], at: datetime) -> int:
    """Sets the counting ballot aside, and gives its turn. Raises AlreadyVoted for the same paper
    and reason, PaperGiven where there is none, as a paper ballot was quicker."""
    ballot = _counting_ballot(poll_id, member_id)
    if ballot is None:
        raise PaperGiven
    if (ballot.paper, ballot.reason) == says:
        raise course.AlreadyVoted
    ballot.superseded_at = at
    db.session.flush()
    return ballot.turn


def _counting_ballot(poll_id: int, member_id: int) -> Ballot | None:
    """The member's ballot that counts, read under the lock of their place on the roll: what
    another tab of theirs does at this moment is waited for."""
    own = (RollEntry.poll_id == poll_id, RollEntry.member_id == member_id)
    db.session.execute(select(RollEntry.signed).where(*own).with_for_update())
    return db.session.scalars(
        select(Ballot)
        .where(
            Ballot.poll_id == poll_id,
            Ballot.member_id == member_id,
            Ballot.superseded_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


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
    roll = queries.roll_of(poll_id)
    poll.present = queries.present_of(poll, roll)
    poll.closed_at, poll.closed_by_id = at, by
    if poll.secret:
        append("poll-closed", f"poll {poll_id}", by=by, at=at, data=urns.shut(poll))
        await_result(poll.motion, at=at)
        _announce(poll_id)
        return poll
    ballots = queries.counting_ballots(poll_id)
    papers = [*queries.papers_cast(ballots), *papers_in(poll.paper_counts)]
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


def void_poll(poll_id: int, *, by: int, reason: str, at: datetime) -> Poll:
    """Declares a poll void before the members have decided. Roll and ballots stay; the motion
    can be put again. Raises PollVoid, ResultStands, VoteIsAboutYou."""
    poll = queries.locked_poll(poll_id)
    course.check_may_void(
        queries.poll_state(poll),
        Verdict(poll.outcome) if poll.outcome else None,
        is_concerned=is_concerned(poll.motion, by),
    )
    poll.voided_at, poll.voided_by_id, poll.void_reason = at, by, reason
    append("poll-voided", f"poll {poll_id}", by=by, at=at, data={"reason": reason})
    if poll.amendment is None:
        take_from_vote(poll.motion)
    else:
        take_amendment_from_vote(poll.amendment)
    _announce(poll_id)
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
    _announce(poll.id)
    if result.verdict is Verdict.TIED:
        await_result(poll.motion, at=at)
        return
    if isinstance(result, Selection) and result.chosen:
        choose_options(poll.motion, result.chosen, by=poll.motion.mover_id, at=at)
    tally = result.numbers
    if poll.amendment is None:
        record_result(poll.motion, poll.outcome, poll_id=poll.id, tally=tally, on=on, at=at)
    else:
        record_amendment_result(poll.amendment, poll.outcome, poll_id=poll.id, tally=tally, at=at)


def _announce(poll_id: int) -> None:
    """To the pages that show the poll: as a card, and on its own."""
    live.changed(f"poll-{poll_id}")
    live.changed(f"turnout-{poll_id}")
