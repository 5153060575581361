"""What opening a poll asks: a motion as it can be put now."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.assemblies.models import AgendaItem
from app.bylaws.queries import rule_on
from app.bylaws.rules.conditions import Condition
from app.bylaws.rules.courses import SecondCall
from app.bylaws.rules.decisions import DecisionRule, Verdict, parse_rule
from app.db import db
from app.motions.models import Amendment, Motion, MotionVersion, Outcome
from app.motions.queries import rule_of
from app.voting.models import Poll
from app.voting.rules.course import amendment_terms
from app.voting.rules.terms import LastVote, call_now, earliest, terms_now


@dataclass(frozen=True, slots=True)
class NextVote:
    """A motion as it can be put: the bylaw, the rule that holds in this vote, the vote before."""

    rule_id: int
    terms: DecisionRule
    last: LastVote | None
    call: SecondCall | None = None
    """Where it is put again because too few took part."""

    @property
    def quorum(self) -> Condition | None:
        """That of the call: a final one has it among the conditions of its majority."""
        return self.call.quorum if self.call else self.terms.quorum

    @property
    def earliest(self) -> datetime | None:
        return earliest(self.last)


def is_put(item: AgendaItem, motion: Motion) -> bool:
    """Whether the motion is before an assembly now: its item is open, and so is the assembly."""
    assembly = item.assembly
    return (
        item.motion_id == motion.id
        and item.opened_at is not None
        and item.closed_at is None
        and assembly.opened_at is not None
        and assembly.closed_at is None
    )


def last_vote(motion: Motion, rule_id: int) -> LastVote | None:
    """The vote on a motion that the next one follows up: without a decision, by the same bylaw,
    and on the text as it stands; an amended motion starts anew."""
    poll = db.session.scalar(
        select(Poll)
        .where(
            Poll.motion_id == motion.id,
            Poll.rule_id == rule_id,
            Poll.amendment_id.is_(None),
            Poll.voided_at.is_(None),
            Poll.outcome.in_([Outcome.REFERRED, Outcome.INQUORATE, Outcome.CARRIED_ONCE]),
        )
        .order_by(Poll.id.desc())
        .limit(1)
    )
    if poll is None or poll.outcome is None or poll.closed_at is None:
        return None
    if _amended_since(motion.id, poll.opened_at):
        return None
    return LastVote(Verdict(poll.outcome), poll.closed_at, parse_rule(poll.rule))


def _amended_since(motion_id: int, at: datetime) -> bool:
    later = MotionVersion.amendment_id.is_not(None) & (MotionVersion.at > at)
    found = select(MotionVersion.id).where(MotionVersion.motion_id == motion_id, later)
    return db.session.scalar(found.limit(1)) is not None


def next_vote(
    motion: Motion, on: date, at: datetime, amendment: Amendment | None = None
) -> NextVote:
    """The rule by which a motion, or an amendment of it, would be put now, and when it can be at
    the earliest."""
    rule = rule_on(motion.matter, on)
    if amendment is not None:
        return NextVote(rule.id, amendment_terms(parse_rule(rule.definition)), None)
    last = last_vote(motion, rule.id)
    terms = terms_now(rule_of(motion, on), last, at)
    return NextVote(rule.id, terms, last, call_now(last, at))
