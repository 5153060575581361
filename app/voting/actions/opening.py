"""Putting the question."""

from datetime import date, datetime
from typing import Any

from app.assemblies.models import AgendaItem
from app.bylaws.rules.decisions import DecisionRule, parse_rule
from app.db import db
from app.motions.actions.amending import check_may_be_put, check_none_waits, put_amendment
from app.motions.actions.deciding import put_to_vote
from app.motions.models import Amendment, Method, Motion
from app.motions.queries import course_of
from app.record.actions import append
from app.record.rules import digest
from app.voting import questions
from app.voting.announcing import announce
from app.voting.models import Poll
from app.voting.next_vote import NextVote, is_put, next_vote
from app.voting.outside import mark_roll
from app.voting.roll.making import Roll, roll_on
from app.voting.rules import course
from app.voting.rules.outside import check_may_be_held_outside
from app.voting.rules.terms import check_not_too_soon
from app.voting.rules.withheld import is_withheld
from app.voting.urn import actions as urns


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
    `check_may_be_put`; for a secret one TooFewScrutineers; CannotBeHeldOutside; InvalidInput for a
    rule that could not be read again when the vote closes."""
    db.session.refresh(motion, with_for_update=True)
    vote = next_vote(motion, on, at, amendment)
    terms = vote.terms
    _check_may_open(motion, vote, agenda_item, amendment, on=on, at=at)
    in_assembly = agenda_item is not None
    closes_at = course.closing_time(terms, opens_at=at, asked=closes_at, in_assembly=in_assembly)
    roll = roll_on(on, motion, terms, agenda_item)
    _check_roll(roll, terms, outside=outside)
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
    append("poll-opened", f"poll {poll.id}", by=by, at=at, data=_frozen(poll) | urn)
    if amendment is None:
        put_to_vote(motion, poll_id=poll.id, at=at)
    else:
        put_amendment(amendment, poll_id=poll.id, at=at)
    announce(poll.id)
    return poll


def _check_may_open(
    motion: Motion,
    vote: NextVote,
    agenda_item: AgendaItem | None,
    amendment: Amendment | None,
    *,
    on: date,
    at: datetime,
) -> None:
    in_assembly = agenda_item is not None
    course.check_may_put(course_of(motion, on), vote.terms, in_assembly=in_assembly)
    check_not_too_soon(vote.last, at)
    parse_rule(vote.terms.to_json())  # what could not be read when it closes is not opened
    if agenda_item is not None and not is_put(agenda_item, motion):
        raise course.ItemNotOpen
    if amendment is None:
        check_none_waits(motion)
    else:
        check_may_be_put(motion, amendment)


def _check_roll(roll: Roll, terms: DecisionRule, *, outside: bool) -> None:
    if not roll.voters:
        raise course.NobodyEntitled
    if outside:
        by_proxy = any(one.holder for one in roll.voters)
        check_may_be_held_outside(weighted=terms.weighted, by_proxy=by_proxy)


def _frozen(poll: Poll) -> dict[str, Any]:
    """What the record says of a poll that opens: all that holds until it closes."""
    return {
        "motion": poll.motion_id,
        "amendment": poll.amendment_id,
        "rule": poll.rule_id,
        "terms": digest(poll.rule),
        "roll": poll.roll_hash,
        "entitled": poll.entitled,
        "active": poll.active,
        "closes_at": poll.closes_at.isoformat() if poll.closes_at else None,
        "outside": poll.outside,
    } | questions.frozen_question(poll)
