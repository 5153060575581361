"""Reading schemes, pay runs and payslips."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.coop import founded_coop
from app.db import db
from app.members.models import Member as Person
from app.money import digits, minor_text
from app.motions.models import EffectKind, Motion
from app.production.models import Entry
from app.production.queries import confirmed, in_state, unsettled
from app.production.rules.entries import EntryState
from app.record.models import Decision
from app.sentences import Sentence
from app.wages.kinds import LineKind
from app.wages.laws import laws_over, with_cut_week
from app.wages.models import Adoption, Comparison, PayLine, PayRun, Payslip, Scheme
from app.wages.rules.describe import describe
from app.wages.rules.earned import InForce, Inputs
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import EVER, Span, month_of
from app.wages.rules.terms import Term
from app.wages.work import lines_of, members_over, prices, unsigned_lines


def terms_of(scheme: Scheme) -> Term:
    return parse_terms(json.loads(scheme.terms))


def adoptions() -> Sequence[Adoption]:
    """Every scheme that was ever adopted, the latest first, with its scheme and decision."""
    return db.session.scalars(
        select(Adoption)
        .options(joinedload(Adoption.scheme), joinedload(Adoption.decision))
        .order_by(Adoption.from_on.desc(), Adoption.id.desc())
    ).all()


def adoption_on(day: date) -> Adoption | None:
    """The adoption by which pay is computed on a day."""
    return db.session.scalar(
        select(Adoption)
        .options(joinedload(Adoption.scheme), joinedload(Adoption.decision))
        .where(Adoption.from_on <= day)
        .order_by(Adoption.from_on.desc(), Adoption.id.desc())
        .limit(1)
    )


def schemes() -> Sequence[Scheme]:
    return db.session.scalars(select(Scheme).order_by(Scheme.id)).all()


def in_force(span: Span) -> tuple[InForce, ...]:
    """The schemes in force on the days of a span, each with its days, in order."""
    found: list[InForce] = []
    last = span.last
    for adoption in adoptions():
        if adoption.from_on > last:
            continue
        days = Span(max(adoption.from_on, span.first), last)
        scheme = adoption.scheme
        found.append(InForce(days, scheme.name, terms_of(scheme), adoption.decision_id))
        if adoption.from_on <= span.first:
            break
        last = date.fromordinal(adoption.from_on.toordinal() - 1)
    return tuple(reversed(found))


def inputs_of(span: Span, *, with_lines: bool = True) -> Inputs:
    """All that the pay of a period depends on, as it stands now; with or without its log."""
    people = members_over(span)
    laws = laws_over(span)
    weighed = with_cut_week(span, laws)
    return Inputs(
        currency=founded_coop().currency,
        span=span,
        turn=span.first.year * 12 + span.first.month - 1,
        schemes=in_force(weighed),
        members=tuple(people.members),
        ids=people.ids,
        prices=prices(),
        lines=tuple(lines_of(weighed, people)) if with_lines else (),
        laws=laws,
        unsigned=tuple(unsigned_lines(weighed, people)) if with_lines else (),
    )


# --- runs and payslips -----------------------------------------------------------------------


def runs() -> Sequence[PayRun]:
    return db.session.scalars(
        select(PayRun)
        .options(joinedload(PayRun.prepared_by), joinedload(PayRun.approved_by))
        .order_by(PayRun.from_on.desc(), PayRun.id.desc())
    ).all()


def next_period(today: date) -> Span:
    """The month after the last live run; without one, the month before this one."""
    last = db.session.scalar(
        select(func.max(PayRun.to_on)).where(
            PayRun.set_aside_at.is_(None), PayRun.corrects_id.is_(None)
        )
    )
    if last is not None:
        return month_of(date.fromordinal(last.toordinal() + 1))
    return month_of(date.fromordinal(month_of(today).first.toordinal() - 1))


def decision_of(run: PayRun) -> int | None:
    """The decision of the scheme that the run paid by, the later one of two; where it only books
    differences or what stands beside the pay, the latest of theirs."""
    latest = (
        select(func.max(PayLine.decision_id))
        .join(Payslip, Payslip.id == PayLine.payslip_id)
        .where(Payslip.run_id == run.id)
    )
    return db.session.scalar(latest.where(PayLine.kind == LineKind.PAY)) or db.session.scalar(
        latest
    )


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A member's pay in a run, in minor units, beside the gross pay of the run before."""

    payslip_id: int
    member_id: int
    number: int
    name: str
    gross: int
    additions: int
    deductions: int
    net: int
    before: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.gross - self.before

    def cells(self, currency: str) -> tuple[int | str | Decimal | None, ...]:
        """The row of an export: number, name, gross, additions, deductions, net, change."""
        amounts = (self.gross, self.additions, self.deductions, self.net, self.change)
        exact = (None if one is None else minor_text(one, digits(currency)) for one in amounts)
        return self.number, self.name, *(one and Decimal(one) for one in exact)


def slips_of(run: PayRun) -> list[SlipRow]:
    """The payslips of a run by member number, with the gross pay of last time."""
    before = _gross_pay(run_before(run))
    rows = db.session.execute(
        select(
            Payslip.id.label("payslip_id"),
            Payslip.member_id,
            Person.number,
            Person.name,
            Payslip.gross,
            Payslip.additions,
            Payslip.deductions,
            Payslip.net,
        )
        .join(Person, Person.id == Payslip.member_id)
        .where(Payslip.run_id == run.id)
        .order_by(Person.number)
    )
    return [SlipRow(**row._mapping, before=before.get(row.member_id)) for row in rows]


def run_before(run: PayRun) -> int | None:
    """The approved run of the period before; a correcting run has none."""
    if run.corrects_id is not None:
        return None
    return db.session.scalar(
        select(PayRun.id)
        .where(
            PayRun.approved_at.is_not(None),
            PayRun.corrects_id.is_(None),
            PayRun.to_on < run.from_on,
        )
        .order_by(PayRun.to_on.desc())
        .limit(1)
    )


def _gross_pay(run_id: int | None) -> Mapping[int, int]:
    rows = db.session.execute(
        select(Payslip.member_id, Payslip.gross).where(Payslip.run_id == run_id)
    )
    return {member_id: amount for member_id, amount in rows}  # noqa: C416 (rows are no pairs to mypy)


@dataclass(frozen=True, slots=True)
class OwnSlip:
    """A payslip in its member's list."""

    id: int
    from_on: date
    to_on: date
    is_correction: bool
    gross: int
    additions: int
    deductions: int
    net: int
    approved_at: datetime


def payslips_of(member_id: int) -> list[OwnSlip]:
    """A member's payslips of approved runs, the latest first."""
    rows = db.session.execute(
        select(
            Payslip.id,
            PayRun.from_on,
            PayRun.to_on,
            PayRun.corrects_id.is_not(None).label("is_correction"),
            Payslip.gross,
            Payslip.additions,
            Payslip.deductions,
            Payslip.net,
            PayRun.approved_at,
        )
        .join(PayRun, PayRun.id == Payslip.run_id)
        .where(Payslip.member_id == member_id, PayRun.approved_at.is_not(None))
        .order_by(PayRun.from_on.desc(), PayRun.id.desc())
    )
    return [OwnSlip(**row._mapping) for row in rows]


def payslip_for(payslip_id: int, *, reader_id: int, reads_all: bool) -> Payslip | None:
    """A payslip that the reader may see: one's own once approved, any with the permission."""
    slip = db.session.scalar(
        select(Payslip)
        .options(joinedload(Payslip.run), joinedload(Payslip.member))
        .where(Payslip.id == payslip_id)
    )
    if slip is None or reads_all:
        return slip
    own = slip.member_id == reader_id and slip.run.approved_at is not None
    return slip if own else None


def lines_with_decisions(payslip_id: int) -> Sequence[PayLine]:
    return db.session.scalars(
        select(PayLine)
        .options(joinedload(PayLine.decision))
        .where(PayLine.payslip_id == payslip_id)
        .order_by(PayLine.position)
    ).all()


def decisions(ids: Iterable[int]) -> Mapping[int, Decision]:
    """Decisions by id: those that the rates of a payslip rest on."""
    found = db.session.scalars(select(Decision).where(Decision.id.in_(set(ids))))
    return {decision.id: decision for decision in found}


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A day's work behind a payslip, as it was frozen into the run."""

    entry: str
    on: date
    item: str
    quantity: Fraction
    minutes: Fraction
    kind: str
    crew: str

    @property
    def is_counted(self) -> bool:
        """Something was made: by the member, or by the crew together."""
        return bool(self.quantity or self.crew)


def work_behind(slip: Payslip) -> list[WorkRow]:
    """The lines of the run's frozen inputs that are this member's, on days of its period."""
    frozen: dict[str, Any] | None = json.loads(slip.run.inputs)["period"]
    if frozen is None:
        return []
    keys = {member["key"] for member in frozen["members"] if member["id"] == slip.member_id}
    rows = [
        WorkRow(entry, date.fromisoformat(on), item, Fraction(made), Fraction(minutes), kind, crew)
        for on, member, item, made, _, minutes, kind, crew, entry in frozen["lines"]
        if member in keys
    ]
    return [row for row in rows if row.on >= slip.run.from_on]


@dataclass(frozen=True, slots=True)
class YearToDate:
    """What approved runs of a year came to for a member, in minor units."""

    gross: int
    additions: int
    deductions: int
    net: int


def year_to_date(slip: Payslip) -> YearToDate:
    """The year of a payslip up to it: approved runs whose period ended by its last day, and the
    run itself, also while it waits."""
    run = slip.run
    sums = (Payslip.gross, Payslip.additions, Payslip.deductions, Payslip.net)
    row = db.session.execute(
        select(*(func.coalesce(func.sum(column), 0) for column in sums))
        .join(PayRun, PayRun.id == Payslip.run_id)
        .where(
            Payslip.member_id == slip.member_id,
            PayRun.to_on.between(date(run.to_on.year, 1, 1), run.to_on),
            or_(
                PayRun.id == run.id,
                and_(PayRun.approved_at.is_not(None), PayRun.id < run.id),
            ),
        )
    ).one()
    return YearToDate(*map(int, row))


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands in the log of a period before its pay is prepared."""

    entries: int
    unconfirmed: int
    disputed: int


def period_overview(span: Span | None) -> Overview | None:
    if span is None:
        return None
    within = Entry.worked_on.between(span.first, span.last)
    count = select(func.count(Entry.id)).where(within)
    return Overview(
        db.session.scalar(count.where(confirmed())) or 0,
        db.session.scalar(count.where(unsettled())) or 0,
        db.session.scalar(count.where(in_state(EntryState.DISPUTED))) or 0,
    )


def unconfirmed_count(span: Span) -> int:
    """Entries of the span that nobody has signed for: they are not paid yet."""
    overview = period_overview(span)
    return overview.unconfirmed if overview else 0


def slip_count(run: PayRun) -> int:
    return db.session.scalar(select(func.count(Payslip.id)).where(Payslip.run_id == run.id)) or 0


def decisions_of(run: PayRun) -> Sequence[Decision]:
    """The decisions that the lines of a run rest on."""
    ids = (
        select(PayLine.decision_id)
        .join(Payslip, Payslip.id == PayLine.payslip_id)
        .where(Payslip.run_id == run.id)
    )
    return db.session.scalars(
        select(Decision).where(Decision.id.in_(ids)).order_by(Decision.in_force_on)
    ).all()


# --- comparisons -----------------------------------------------------------------------------


def schemes_by_id(ids: Iterable[int]) -> list[Scheme]:
    """The schemes in the order of their ids in the list; unknown ones are passed over."""
    wanted = list(ids)
    found = {one.id: one for one in db.session.scalars(select(Scheme).where(Scheme.id.in_(wanted)))}
    return [found[one] for one in wanted if one in found]


def describe_scheme(scheme: Scheme) -> Sentence:
    return describe(terms_of(scheme))


def recent_comparisons(limit: int = 5) -> Sequence[Comparison]:
    return db.session.scalars(select(Comparison).order_by(Comparison.id.desc()).limit(limit)).all()


def confirmed_days(limits: Span) -> Span | None:
    """The first and the last day of confirmed work within limits."""
    days = select(func.min(Entry.worked_on), func.max(Entry.worked_on))
    within = Entry.worked_on.between(limits.first, limits.last)
    first, last = db.session.execute(days.where(confirmed(), within)).one()
    return None if first is None else Span(first, last)


def logged_span(today: date) -> Span:
    """From the first month of the last twelve that has work to the last day logged."""
    year_ago = month_of(today).first.replace(year=today.year - 1)
    logged = confirmed_days(Span(year_ago, date.max)) or confirmed_days(EVER)
    return month_of(today) if logged is None else Span(month_of(logged.first).first, logged.last)


# --- the round that schemes take part in -----------------------------------------------------


def _handed_in() -> Select[Motion]:
    """Motions that everybody may know of, the latest first."""
    return (
        select(Motion)
        .options(joinedload(Motion.decision))
        .where(Motion.submitted_at.is_not(None))
        .order_by(Motion.id.desc())
        .limit(1)
    )


def motion_with(comparison: Comparison) -> Motion | None:
    """The latest motion that a comparison went with."""
    return db.session.scalar(_handed_in().where(Motion.comparison_id == comparison.id))


def motion_for(scheme: Scheme) -> Motion | None:
    """The latest motion to adopt a scheme."""
    return db.session.scalar(
        _handed_in().where(
            Motion.effect_kind == EffectKind.ADOPT_WAGE_SCHEME,
            Motion.effect["scheme_id"].as_integer() == scheme.id,
        )
    )


def motion_of(decision: Decision) -> Motion | None:
    return db.session.get(Motion, decision.motion_id) if decision.motion_id else None


def comparison_of(motion: Motion) -> Comparison | None:
    return db.session.get(Comparison, motion.comparison_id) if motion.comparison_id else None


def latest_run_by(decision: Decision) -> PayRun | None:
    """The latest pay run, not set aside, that pays by the scheme of a decision."""
    return db.session.scalar(
        select(PayRun)
        .join(Payslip, Payslip.run_id == PayRun.id)
        .join(PayLine, PayLine.payslip_id == Payslip.id)
        .where(PayLine.decision_id == decision.id, PayRun.set_aside_at.is_(None))
        .order_by(PayRun.to_on.desc())
        .limit(1)
    )


def own_slip(run: PayRun, member_id: int) -> int | None:
    """A member's payslip in a run."""
    return db.session.scalar(
        select(Payslip.id).where(Payslip.run_id == run.id, Payslip.member_id == member_id)
    )
