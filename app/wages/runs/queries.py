"""Reading pay runs, and what a period has before its run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.db import db
from app.members.models import Member as Person
from app.money import digits, minor_text
from app.production.models import Entry
from app.production.queries import confirmed, in_state, unsettled
from app.production.rules.entries import EntryState
from app.record.models import Decision
from app.wages.kinds import LineKind
from app.wages.models import PayLine, PayRun, Payslip
from app.wages.rules.spans import Span, month_of


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
    within = Entry.worked_on.between(span.first, span.last)
    return db.session.scalar(select(func.count(Entry.id)).where(within, unsettled())) or 0


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
