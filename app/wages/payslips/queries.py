"""Reading payslips: one's own, their lines, and the work behind them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.db import db
from app.record.models import Decision
from app.wages.models import PayLine, PayRun, Payslip


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


def payslips_by_id(ids: Sequence[int]) -> list[Payslip]:
    """These payslips with their runs and members, in this order."""
    found = db.session.scalars(
        select(Payslip)
        .options(joinedload(Payslip.run), joinedload(Payslip.member))
        .where(Payslip.id.in_(ids))
    )
    by_id = {slip.id: slip for slip in found}
    return [by_id[one] for one in ids]


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


def own_slip(run: PayRun, member_id: int) -> int | None:
    """A member's payslip in a run."""
    return db.session.scalar(
        select(Payslip.id).where(Payslip.run_id == run.id, Payslip.member_id == member_id)
    )
