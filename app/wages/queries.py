"""Reading schemes, pay runs and payslips."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.coop import founded_coop
from app.db import db
from app.members.models import Member as Person
from app.production.models import Entry, Labour
from app.record.models import Decision
from app.wages.models import Adoption, PayLine, PayRun, Payslip, Scheme
from app.wages.rules.parse import parse_terms
from app.wages.rules.run import InForce, Inputs
from app.wages.rules.spans import Span, month_of
from app.wages.rules.terms import Term
from app.wages.work import lines_of, members_over, prices


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


def inputs_of(span: Span) -> Inputs:
    """All that the pay of a period depends on, as it stands now."""
    people = members_over(span)
    return Inputs(
        currency=founded_coop().currency,
        span=span,
        turn=span.first.year * 12 + span.first.month - 1,
        schemes=in_force(span),
        members=tuple(people.members),
        ids=people.ids,
        prices=prices(),
        lines=tuple(lines_of(span, people)),
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
    last = db.session.scalar(select(func.max(PayRun.to_on)).where(PayRun.set_aside_at.is_(None)))
    if last is not None:
        return month_of(date.fromordinal(last.toordinal() + 1))
    return month_of(date.fromordinal(month_of(today).first.toordinal() - 1))


def decision_of(run: PayRun) -> int | None:
    """The decision of the scheme that the run paid by, the later one of two."""
    return db.session.scalar(
        select(func.max(PayLine.decision_id))
        .join(Payslip, Payslip.id == PayLine.payslip_id)
        .where(Payslip.run_id == run.id)
    )


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A member's pay in a run beside their pay in the run before, in minor units."""

    payslip_id: int
    number: int
    name: str
    amount: int
    before: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.amount - self.before


def slips_of(run: PayRun) -> list[SlipRow]:
    """The payslips of a run by member number, with the difference from last time."""
    before = _amounts(_run_before(run))
    rows = db.session.execute(
        select(Payslip.id, Person.id, Person.number, Person.name, Payslip.amount)
        .join(Person, Person.id == Payslip.member_id)
        .where(Payslip.run_id == run.id)
        .order_by(Person.number)
    )
    return [
        SlipRow(slip_id, number, name, amount, before.get(member_id))
        for slip_id, member_id, number, name, amount in rows
    ]


def _run_before(run: PayRun) -> int | None:
    return db.session.scalar(
        select(PayRun.id)
        .where(PayRun.approved_at.is_not(None), PayRun.to_on < run.from_on)
        .order_by(PayRun.to_on.desc())
        .limit(1)
    )


def _amounts(run_id: int | None) -> Mapping[int, int]:
    rows = db.session.execute(
        select(Payslip.member_id, Payslip.amount).where(Payslip.run_id == run_id)
    )
    return dict(row._tuple() for row in rows)


@dataclass(frozen=True, slots=True)
class OwnSlip:
    """A payslip in its member's list."""

    id: int
    from_on: date
    to_on: date
    amount: int
    approved_at: datetime


def payslips_of(member_id: int) -> list[OwnSlip]:
    """A member's payslips of approved runs, the latest first."""
    rows = db.session.execute(
        select(Payslip.id, PayRun.from_on, PayRun.to_on, Payslip.amount, PayRun.approved_at)
        .join(PayRun, PayRun.id == Payslip.run_id)
        .where(Payslip.member_id == member_id, PayRun.approved_at.is_not(None))
        .order_by(PayRun.from_on.desc())
    )
    return [OwnSlip(*row) for row in rows]


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


def work_behind(slip: Payslip) -> list[WorkRow]:
    """The lines of the run's frozen inputs that are this member's."""
    frozen: dict[str, Any] = json.loads(slip.run.inputs)
    keys = {member["key"] for member in frozen["members"] if member["id"] == slip.member_id}
    return [
        WorkRow(entry, date.fromisoformat(on), item, Fraction(made), Fraction(minutes), kind, crew)
        for on, member, item, made, _, minutes, kind, crew, entry in frozen["lines"]
        if member in keys
    ]


def earned_this_year(member_id: int, year: int) -> int:
    """Minor units in approved runs whose period ended in the year."""
    return (
        db.session.scalar(
            select(func.coalesce(func.sum(Payslip.amount), 0))
            .join(PayRun, PayRun.id == Payslip.run_id)
            .where(
                Payslip.member_id == member_id,
                PayRun.approved_at.is_not(None),
                PayRun.to_on.between(date(year, 1, 1), date(year, 12, 31)),
            )
        )
        or 0
    )


def minutes_logged(span: Span) -> int:
    return (
        db.session.scalar(
            select(func.coalesce(func.sum(Labour.minutes), 0))
            .join(Entry, Entry.id == Labour.entry_id)
            .where(Entry.worked_on.between(span.first, span.last))
        )
        or 0
    )
