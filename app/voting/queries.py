"""Reading polls, rolls and ballots."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, case, func, select
from sqlalchemy.orm import aliased, contains_eager

from app.assemblies.models import AgendaItem
from app.assemblies.queries import present_members
from app.bylaws.models import Rule
from app.bylaws.queries import rule_on
from app.bylaws.rules.conditions import Condition
from app.bylaws.rules.courses import SecondCall
from app.bylaws.rules.decisions import DecisionRule, Verdict, parse_rule
from app.db import db
from app.errors import RuleViolation
from app.members.models import Member, Unit
from app.motions.models import Amendment, Method, Motion, MotionVersion, Outcome
from app.motions.queries import rule_of
from app.prepared import Prepared
from app.record.models import Decision
from app.voting.models import Ballot, Poll, RollEntry, SecretPaper
from app.voting.questions import form_of
from app.voting.rolls import absence_from
from app.voting.rules.course import PollState, amendment_terms, closure
from app.voting.rules.marks import OBJECT, Form
from app.voting.rules.outside import HeldOutside
from app.voting.rules.paper import PaperGiven, papers_in
from app.voting.rules.proxies import NotYourProxy, ProxyGiven
from app.voting.rules.roll import mark
from app.voting.rules.terms import LastVote, call_now, earliest, terms_now
from app.voting.rules.urn import BallotIsFinal
from app.voting.verdicts import PollResult, result_from_json

# --- what opening a poll asks ------------------------------------------------------------------


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


# --- what casting and closing ask --------------------------------------------------------------


def locked_poll(poll_id: int) -> Poll:
    """The poll, while nobody else can change it or vote in it."""
    return db.session.scalars(
        select(Poll)
        .where(Poll.id == poll_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def poll_state(poll: Poll) -> PollState:
    return PollState(poll.closes_at, poll.closed_at, poll.voided_at)


def due_poll_ids(at: datetime) -> Sequence[int]:
    """The open polls whose announced end has come."""
    return db.session.scalars(
        select(Poll.id)
        .where(Poll.closed_at.is_(None), Poll.voided_at.is_(None), Poll.closes_at <= at)
        .order_by(Poll.closes_at, Poll.id)
    ).all()


def roll_of(poll_id: int) -> dict[int, int]:
    """The votes of each of the entitled, by their id."""
    rows = db.session.execute(
        select(RollEntry.member_id, RollEntry.votes).where(RollEntry.poll_id == poll_id)
    )
    return dict(rows.all())


def held_elsewhere(member_id: int, holder_id: int | None, by: int) -> RuleViolation | None:
    """Why `by` does not cast the vote of a member on the roll; None if they do."""
    if by == (member_id if holder_id is None else holder_id):
        return None
    if by != member_id:
        return NotYourProxy()
    return ProxyGiven(db.session.get_one(Member, holder_id).name)


@dataclass(frozen=True, slots=True)
class HeldVote:
    """The vote of another member that the reader casts."""

    id: int
    name: str
    signed: bool


def held_votes(poll_id: int, holder_id: int) -> list[HeldVote]:
    rows = db.session.execute(
        select(Member.id, Member.name, RollEntry.signed)
        .join(RollEntry, RollEntry.member_id == Member.id)
        .where(RollEntry.poll_id == poll_id, RollEntry.holder_id == holder_id)
        .order_by(Member.number)
    )
    return [HeldVote(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class CountingBallot:
    """A ballot that counts, and how often."""

    number: int
    paper: str
    votes: int


def counting_ballots(poll_id: int) -> Sequence[CountingBallot]:
    """Every ballot that counts, by register number."""
    entry = (RollEntry.poll_id == Ballot.poll_id) & (RollEntry.member_id == Ballot.member_id)
    rows = db.session.execute(
        select(Member.number, Ballot.paper, RollEntry.votes)
        .join(Member, Member.id == Ballot.member_id)
        .join(RollEntry, entry)
        .where(Ballot.poll_id == poll_id, Ballot.superseded_at.is_(None))
        .order_by(Member.number)
    )
    return [CountingBallot(*row) for row in rows]


def papers_cast(ballots: Iterable[CountingBallot]) -> list[str]:
    """What is counted: each paper as often as it has votes."""
    return [ballot.paper for ballot in ballots for _ in range(ballot.votes)]


def paper_counts_of(poll_id: int) -> dict[str, Any] | None:
    """What the paper ballots of a closed vote came to; None where there were none."""
    return db.session.scalar(select(Poll.paper_counts).where(Poll.id == poll_id))


def papers_of(poll_id: int, *, secret: bool) -> Sequence[str]:
    """What was counted in a closed vote, without names, in the order of the texts."""
    if not secret:
        on_paper = papers_in(paper_counts_of(poll_id))
        return sorted([*papers_cast(counting_ballots(poll_id)), *on_paper])
    return sorted(
        db.session.scalars(select(SecretPaper.paper).where(SecretPaper.poll_id == poll_id))
    )


def present_of(poll: Poll, roll: Mapping[int, int]) -> int | None:
    """The votes on the roll that are present in the poll's assembly, by proxy as well; None
    outside one."""
    if poll.agenda_item is None:
        return None
    here = present_members(poll.agenda_item.assembly_id)
    held = select(RollEntry.member_id, RollEntry.holder_id).where(
        RollEntry.poll_id == poll.id, RollEntry.holder_id.is_not(None)
    )
    holders = dict(db.session.execute(held).all())
    return sum(
        votes for member_id, votes in roll.items() if holders.get(member_id, member_id) in here
    )


# --- pages -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PollView:
    """A poll as a member reads it. `paper` and `reason`: the reader's own ballot."""

    id: int
    question: str
    motion_id: int
    motion_number: int | None
    amendment_id: int | None
    amendment_number: int | None
    """Of a vote on an amendment of the motion."""
    unit: str
    opened_at: datetime
    closes_at: datetime | None
    closed_at: datetime | None
    voided_at: datetime | None
    void_reason: str
    outcome: Outcome | None
    result_json: dict[str, Any] | None
    entitled: int
    signed: int
    paper: str | None
    reason: str | None
    assembly_id: int | None
    secret: bool
    has_voted: bool | None
    """The reader's own; None for who is not on the roll."""
    holder_id: int | None
    """Who votes for the reader."""
    on_paper: bool | None
    """Whether the reader was handed a paper ballot."""
    method: Method
    seats: int
    ballot: dict[str, Any]
    seed: str | None
    withheld: bool
    outside: bool
    reader_id: int

    @property
    def form(self) -> Form:
        """The ballot paper."""
        return form_of(self.method, self.ballot)

    @property
    def stage(self) -> str:
        """open, sealed (a secret vote that is closed and not yet counted), void, or the
        outcome."""
        if self.voided_at is not None:
            return "void"
        if self.outcome:
            return str(self.outcome)
        return "open" if self.closed_at is None else "sealed"

    @property
    def on_roll(self) -> bool:
        return self.has_voted is not None

    @property
    def state(self) -> PollState:
        return PollState(self.closes_at, self.closed_at, self.voided_at)

    @property
    def may_still_vote(self) -> bool:
        return self.has_voted is False and self.holder_id is None and not self.on_paper

    @property
    def waits_for_reader(self) -> bool:
        return self.stage == "open" and self.may_still_vote

    @property
    def verdict(self) -> Verdict | None:
        return Verdict(self.outcome) if self.outcome else None

    @property
    def result(self) -> PollResult | None:
        return None if self.result_json is None else result_from_json(self.result_json)


@dataclass(frozen=True, slots=True)
class PollTerms:
    """The motion that is voted on, and the rule that judges it, as it stood at opening."""

    motion: Motion
    rule_id: int
    clause: str
    from_on: date
    definition: dict[str, Any]
    roll_hash: str
    opened_by: str
    closed_by: str | None
    voided_by: str | None
    urn_head: str | None
    """The seal of the urn of a secret vote that has closed."""


_reader: BindParameter[int] = bindparam("reader")
_own = and_(RollEntry.poll_id == Poll.id, RollEntry.member_id == _reader)
_mine = and_(
    Ballot.poll_id == Poll.id,
    Ballot.member_id == _reader,
    Ballot.superseded_at.is_(None),
)
_entitled = select(func.count(RollEntry.member_id)).where(RollEntry.poll_id == Poll.id)
# Everything a `PollView` says, in one statement that is made once.
_VIEWS: Select[*tuple[Any, ...]] = (
    select(
        Poll.id,
        Poll.question,
        Poll.motion_id,
        Motion.number,
        Poll.amendment_id,
        Amendment.number,
        Unit.name,
        Poll.opened_at,
        Poll.closes_at,
        Poll.closed_at,
        Poll.voided_at,
        Poll.void_reason,
        Poll.outcome,
        Poll.result,
        _entitled.scalar_subquery(),
        case(
            (Poll.outside, func.coalesce(Poll.voted_outside, 0)),
            else_=_entitled.where(RollEntry.signed | RollEntry.on_paper).scalar_subquery(),
        ),
        Ballot.paper,
        Ballot.reason,
        AgendaItem.assembly_id,
        Poll.secret,
        select(RollEntry.signed).where(_own).scalar_subquery(),
        select(RollEntry.holder_id).where(_own).scalar_subquery(),
        select(RollEntry.on_paper).where(_own).scalar_subquery(),
        Poll.method,
        Poll.seats,
        Poll.ballot,
        Poll.seed,
        Poll.withheld,
        Poll.outside,
        _reader,
    )
    .join(Motion, Motion.id == Poll.motion_id)
    .join(Unit, Unit.id == Motion.unit_id)
    .outerjoin(Amendment, Amendment.id == Poll.amendment_id)
    .outerjoin(AgendaItem, AgendaItem.id == Poll.agenda_item_id)
    .outerjoin(Ballot, _mine)
)
_ONE_VIEW = Prepared(_VIEWS.where(Poll.id == bindparam("poll")))
_OPEN_VIEWS = Prepared(
    _VIEWS.where(Poll.closed_at.is_(None), Poll.voided_at.is_(None)).order_by(
        Poll.closes_at.is_not(None), Poll.closes_at, Poll.id
    )
)


def poll_view(poll_id: int, reader_id: int = 0) -> PollView | None:
    found = db.rows(_ONE_VIEW, poll=poll_id, reader=reader_id)
    return PollView(*found[0]) if found else None


def obstacle(poll: PollView, at: datetime, by: int | None = None) -> RuleViolation | None:
    """Why the reader cannot vote, or why `by` cannot vote for them; None if they can."""
    closed = closure(poll.state, at)
    if closed is not None:
        return closed
    if not poll.on_roll:
        return absence_from(poll.id, poll.reader_id)
    if poll.on_paper:
        return HeldOutside() if poll.outside else PaperGiven()
    if poll.secret and poll.has_voted:
        return BallotIsFinal()
    return held_elsewhere(poll.reader_id, poll.holder_id, by or poll.reader_id)


_opener, _closer, _voider = aliased(Member), aliased(Member), aliased(Member)
_TERMS = (
    select(
        Motion,
        Poll.rule_id,
        Rule.clause,
        Rule.from_on,
        Poll.rule,
        Poll.roll_hash,
        _opener.name,
        _closer.name,
        _voider.name,
        Poll.urn_head,
    )
    .select_from(Poll)
    .join(Motion, Motion.id == Poll.motion_id)
    .outerjoin(Decision, Decision.id == Motion.decision_id)
    .join(Rule, Rule.id == Poll.rule_id)
    .join(_opener, _opener.id == Poll.opened_by_id)
    .outerjoin(_closer, _closer.id == Poll.closed_by_id)
    .outerjoin(_voider, _voider.id == Poll.voided_by_id)
    .where(Poll.id == bindparam("poll"))
    .options(contains_eager(Motion.decision))
)


def poll_terms(poll_id: int) -> PollTerms:
    return PollTerms(*db.session.execute(_TERMS, {"poll": poll_id}).one())


def open_polls(reader_id: int) -> list[PollView]:
    """The open polls: those of an assembly first, then the soonest to close."""
    return [PollView(*row) for row in db.rows(_OPEN_VIEWS, reader=reader_id)]


def past_polls(
    reader_id: int, *, outcome: Outcome | None = None, limit: int, offset: int = 0
) -> list[PollView]:
    """Closed and void polls, the latest first."""
    ended = func.coalesce(Poll.closed_at, Poll.voided_at)
    query = _VIEWS.where(_is_past(outcome)).order_by(ended.desc(), Poll.id.desc())
    rows = db.session.execute(query.limit(limit).offset(offset), {"reader": reader_id})
    return [PollView(*row) for row in rows]


def count_past_polls(outcome: Outcome | None = None) -> int:
    return db.session.scalar(select(func.count(Poll.id)).where(_is_past(outcome))) or 0


def _is_past(outcome: Outcome | None) -> Any:
    over = Poll.closed_at.is_not(None) | Poll.voided_at.is_not(None)
    return over if outcome is None else over & (Poll.outcome == outcome)


@dataclass(frozen=True, slots=True)
class RollLine:
    """A member on the roll; `paper` is None where no ballot came in, or it was secret."""

    number: int
    name: str
    signed: bool
    paper: str | None
    reason: str | None
    votes: int
    holder: str | None
    """Who votes for them."""
    holder_number: int | None
    on_paper: bool

    @property
    def is_marked(self) -> bool:
        return mark(self.votes, self.holder_number) is not None

    @property
    def sealed(self) -> str:
        """The line of the roll as it was hashed."""
        words = mark(self.votes, self.holder_number)
        return f"{self.number} {words}" if words else str(self.number)


def objections(poll_id: int) -> list[tuple[str, str]]:
    """Who objected in an open vote by consent, by register number, and why."""
    rows = db.session.execute(
        select(Member.name, Ballot.reason)
        .join(Member, Member.id == Ballot.member_id)
        .where(Ballot.poll_id == poll_id, Ballot.superseded_at.is_(None), Ballot.paper == OBJECT)
        .order_by(Member.number)
    )
    return [(name, reason) for name, reason in rows]


_holder = aliased(Member)


def roll_lines(poll_id: int) -> list[RollLine]:
    """The roll by number, with each ballot that counts."""
    counting = and_(
        Ballot.poll_id == RollEntry.poll_id,
        Ballot.member_id == RollEntry.member_id,
        Ballot.superseded_at.is_(None),
    )
    rows = db.session.execute(
        select(
            Member.number,
            Member.name,
            RollEntry.signed,
            Ballot.paper,
            Ballot.reason,
            RollEntry.votes,
            _holder.name,
            _holder.number,
            RollEntry.on_paper,
        )
        .select_from(RollEntry)
        .join(Member, Member.id == RollEntry.member_id)
        .outerjoin(_holder, _holder.id == RollEntry.holder_id)
        .outerjoin(Ballot, counting)
        .where(RollEntry.poll_id == poll_id)
        .order_by(Member.number)
    )
    return [RollLine(*row) for row in rows]
