"""Pay runs: prepared by one, approved by another, booked, and never changed afterwards."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select

from app.db import db
from app.money import MOST_BOOKED
from app.production.actions.closing import close_log, reopen_log
from app.production.queries import closing_of
from app.record.actions import append
from app.record.rules import canonical, digest_of_text
from app.treasury.actions import post_entry
from app.treasury.funds import draw_pay
from app.wages import queries
from app.wages.adjustments.dues import dues_until
from app.wages.kinds import AdjustmentKind, LineKind
from app.wages.models import Adjustment, PayLine, PayRun, Payslip
from app.wages.rules import refusals
from app.wages.rules.booking import booking
from app.wages.rules.earned import Line
from app.wages.rules.frozen_run import to_json
from app.wages.rules.run import RunInputs, Slip, compute_run, limits_on
from app.wages.rules.spans import Span
from app.wages.rules.work import MoreThanBooksHold
from app.wages.runs import queries as run_queries
from app.wages.runs.past import changed_before, past
from app.wages.uncollected import nothing_collected


@nothing_collected()
def prepare_run(span: Span, *, by: int, on: date, at: datetime) -> PayRun:
    """Closes the log of the period, freezes what the pay depends on and computes the payslips.
    What changed about periods paid before comes with it, as a difference.

    Raises PeriodNotOver, RunStands, PeriodsOverlap, RunWaits, NoSchemeInForce, NotComputable,
    MoreThanBooksHold, NothingToPay.
    """
    if span.last >= on:
        raise refusals.PeriodNotOver
    # The door to the log: what was signed before is seen, what comes after belongs to later runs.
    close_log(span.last, by=by, at=at)
    _check_free(span)
    period = queries.inputs_of(span)
    inputs = RunInputs(
        period.currency,
        span,
        period,
        dues_until(span.last),
        changed_before(span),
        limits_on(period),
    )
    return _write_run(inputs, None, by=by, at=at)


@nothing_collected()
def correct_run(run_id: int, *, by: int, at: datetime) -> PayRun:
    """Computes an approved run's period as it stands now and books the difference to what was
    paid for it; both stay. Raises NotApprovedYet, CorrectsItself, RunWaits, NothingToCorrect."""
    run = db.session.scalars(select(PayRun).where(PayRun.id == run_id).with_for_update()).one()
    if run.approved_at is None:
        raise refusals.NotApprovedYet
    if run.corrects_id is not None:
        raise refusals.CorrectsItself
    close_log(run.to_on, by=by, at=at)
    span = Span(run.from_on, run.to_on)
    then = past(run)
    inputs = RunInputs(then.period.currency, span, None, past=(then,))
    return _write_run(inputs, run, by=by, at=at)


def _write_run(inputs: RunInputs, corrects: PayRun | None, *, by: int, at: datetime) -> PayRun:
    slips = compute_run(inputs)
    if not slips:
        raise refusals.NothingToPay if corrects is None else refusals.NothingToCorrect
    if sum(abs(slip.gross) for slip in slips) > MOST_BOOKED:
        period = inputs.period or inputs.past[-1].period
        raise MoreThanBooksHold(period.schemes[-1].name)
    _check_none_waits()
    frozen = canonical(to_json(inputs))
    run = PayRun(
        from_on=inputs.span.first,
        to_on=inputs.span.last,
        corrects_id=corrects.id if corrects else None,
        inputs=frozen,
        inputs_hash=digest_of_text(frozen),
        bill=sum(slip.gross for slip in slips),
        net=sum(slip.net for slip in slips),
        prepared_by_id=by,
        prepared_at=at,
    )
    db.session.add(run)
    db.session.flush()
    _write_payslips(run, slips)
    append("pay-run-prepared", run.subject, by=by, at=at, data=_facts(run))
    return run


def _facts(run: PayRun) -> dict[str, str | int]:
    facts: dict[str, str | int] = {
        "from": run.from_on.isoformat(),
        "to": run.to_on.isoformat(),
        "inputs_hash": run.inputs_hash,
        "bill": run.bill,
        "net": run.net,
    }
    return facts if run.corrects_id is None else {**facts, "corrects": run.corrects_id}


def _check_free(span: Span) -> None:
    other = db.session.scalar(
        select(PayRun).where(
            PayRun.set_aside_at.is_(None),
            PayRun.corrects_id.is_(None),
            PayRun.from_on <= span.last,
            PayRun.to_on >= span.first,
        )
    )
    if other is None:
        return
    if (other.from_on, other.to_on) == (span.first, span.last):
        raise refusals.RunStands
    raise refusals.PeriodsOverlap


def _check_none_waits() -> None:
    """Differences and what is due are booked once: a run rests on the one before."""
    waits = select(PayRun.id).where(PayRun.approved_at.is_(None), PayRun.set_aside_at.is_(None))
    if db.session.scalar(waits.limit(1)) is not None:
        raise refusals.RunWaits


def _write_payslips(run: PayRun, slips: Sequence[Slip]) -> None:
    """All of them at once: one by one, two thousand take the database seconds."""
    written = [
        {
            "run_id": run.id,
            "member_id": slip.member_id,
            "gross": slip.gross,
            "additions": slip.additions,
            "deductions": slip.deductions,
            "net": slip.net,
        }
        for slip in slips
    ]
    db.session.execute(insert(Payslip), written)
    found = db.session.execute(
        select(Payslip.member_id, Payslip.id).where(Payslip.run_id == run.id)
    )
    ids = {member_id: payslip_id for member_id, payslip_id in found}  # noqa: C416 (rows are no pairs to dict)
    lines = [
        _line(ids[slip.member_id], position, line)
        for slip in slips
        for position, line in enumerate(slip.lines, start=1)
    ]
    db.session.execute(insert(PayLine), lines)


def _line(payslip_id: int, position: int, line: Line) -> dict[str, Any]:
    return {
        "payslip_id": payslip_id,
        "position": position,
        "kind": line.kind,
        "amount": line.amount,
        "trace": line.why.to_json(),
        "decision_id": line.decision,
        "adjustment_id": line.adjustment,
        "corrects_id": line.corrects,
    }


def approve_run(run_id: int, *, by: int, on: date, at: datetime) -> PayRun:
    """A second person signs: the pay is booked and owed.

    Raises SamePerson, AlreadyApproved, SetAside, PayFundShort.
    """
    run = _locked(run_id)
    if run.prepared_by_id == by:
        raise refusals.SamePerson
    lines = booking(_sums_by_kind(run))
    if lines:
        run.journal_entry_id = post_entry(
            lines,
            text=f"Pay run {run.id}",
            on=on,
            by=by,
            at=at,
            decision_id=run_queries.decision_of(run),
        ).id
    draw_pay(run.bill, text=f"Pay run {run.id}, out of the pay fund", on=on, by=by, at=at)
    run.approved_by_id, run.approved_at = by, at
    _keep_owed(run, on=on, by=by, at=at)
    data: dict[str, Any] = {"inputs_hash": run.inputs_hash, "bill": run.bill, "net": run.net}
    data["journal_entry"] = run.journal_entry_id
    append("pay-run-approved", run.subject, by=by, at=at, data=data)
    return run


def _sums_by_kind(run: PayRun) -> Mapping[LineKind, int]:
    rows = db.session.execute(
        select(PayLine.kind, func.sum(PayLine.amount))
        .join(Payslip, Payslip.id == PayLine.payslip_id)
        .where(Payslip.run_id == run.id)
        .group_by(PayLine.kind)
    )
    return {kind: int(amount) for kind, amount in rows}


def _keep_owed(run: PayRun, *, on: date, by: int, at: datetime) -> None:
    """What a difference took beyond the pay is due from the member's later pay."""
    owed = db.session.execute(
        select(Payslip.member_id, PayLine.amount)
        .join(PayLine, PayLine.payslip_id == Payslip.id)
        .where(Payslip.run_id == run.id, PayLine.kind == LineKind.OWED)
    )
    db.session.add_all(
        Adjustment(
            member_id=member_id,
            kind=AdjustmentKind.OVERPAID,
            from_on=on,
            what="",
            amount=amount,
            by_id=by,
            at=at,
        )
        for member_id, amount in owed
    )
    db.session.flush()


def set_aside_run(run_id: int, *, by: int, at: datetime) -> PayRun:
    """Gives up a run that is not approved: the log opens again and another can be prepared.
    Raises AlreadyApproved, SetAside."""
    run = _locked(run_id)
    run.set_aside_at = at
    closing = closing_of(run.to_on)
    if run.corrects_id is None and closing is not None and closing.to_on == run.to_on:
        reopen_log(closing, by=by, at=at)
    append("pay-run-set-aside", run.subject, by=by, at=at)
    return run


def _locked(run_id: int) -> PayRun:
    run = db.session.scalars(select(PayRun).where(PayRun.id == run_id).with_for_update()).one()
    if run.approved_at is not None:
        raise refusals.AlreadyApproved
    if run.set_aside_at is not None:
        raise refusals.SetAside
    return run
