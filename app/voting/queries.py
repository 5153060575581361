"""Reading polls: the open and the past ones, and all that the page of one says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, case, func, select
from sqlalchemy.orm import aliased, contains_eager

from app.assemblies.models import AgendaItem
from app.bylaws.models import Rule
from app.bylaws.rules.decisions import Verdict
from app.db import db
from app.errors import RuleViolation
from app.members.models import Member, Unit
from app.motions.models import Amendment, Method, Motion, Outcome
from app.prepared import Prepared
from app.record.models import Decision
from app.voting.models import Ballot, Poll, RollEntry
from app.voting.questions import form_of
from app.voting.roll.making import absence_from
from app.voting.roll.queries import held_elsewhere
from app.voting.rules.course import PollState, closure
from app.voting.rules.marks import Form
from app.voting.rules.outside import HeldOutside
from app.voting.rules.paper import PaperGiven
from app.voting.rules.urn import BallotIsFinal
from app.voting.verdicts import PollResult, result_from_json


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


@dataclass(frozen=True)
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

    @cached_property
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

    @cached_property
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
