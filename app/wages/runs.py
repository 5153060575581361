"""Pay runs: prepared by one, approved by another, booked, and never changed afterwards."""

from datetime import date, datetime

from sqlalchemy import select

from app.db import db
from app.production.actions import close_log, reopen_log
from app.production.queries import closing_of
from app.record.actions import append
from app.record.rules import canonical, digest
from app.treasury.actions import post_entry
from app.treasury.rules import Line
from app.wages import queries
from app.wages.models import PayLine, PayRun, Payslip
from app.wages.rules import refusals
from app.wages.rules.frozen import to_json
from app.wages.rules.run import Slip, compute_run
from app.wages.rules.spans import Span

EXPENSE, OWED = "Expenses:Pay", "Liabilities:Pay"


def prepare_run(span: Span, *, by: int, on: date, at: datetime) -> PayRun:
    """Closes the log of the period, freezes what the pay depends on and computes the payslips.

    Raises PeriodNotOver, RunStands, PeriodsOverlap, NoSchemeInForce, NotComputable,
    NothingToPay.
    """
    if span.last >= on:
        raise refusals.PeriodNotOver
    _check_free(span)
    inputs = queries.inputs_of(span)
    slips = compute_run(inputs)
    if not slips:
        raise refusals.NothingToPay
    close_log(span.last, by=by, at=at)
    frozen = to_json(inputs)
    run = PayRun(
        from_on=span.first,
        to_on=span.last,
        inputs=canonical(frozen),
        inputs_hash=digest(frozen),
        bill=sum(slip.amount for slip in slips),
        prepared_by_id=by,
        prepared_at=at,
    )
    db.session.add(run)
    db.session.flush()
    for slip in slips:
        _write_payslip(run, slip)
    append(
        "pay-run-prepared",
        f"pay run {run.id}",
        by=by,
        at=at,
        data={
            "from": span.first.isoformat(),
            "to": span.last.isoformat(),
            "inputs_hash": run.inputs_hash,
            "bill": run.bill,
        },
    )
    return run


def _check_free(span: Span) -> None:
    other = db.session.scalar(
        select(PayRun).where(
            PayRun.set_aside_at.is_(None),
            PayRun.from_on <= span.last,
            PayRun.to_on >= span.first,
        )
    )
    if other is None:
        return
    if (other.from_on, other.to_on) == (span.first, span.last):
        raise refusals.RunStands
    raise refusals.PeriodsOverlap


def _write_payslip(run: PayRun, slip: Slip) -> None:
    payslip = Payslip(run_id=run.id, member_id=slip.member_id, amount=slip.amount)
    db.session.add(payslip)
    db.session.flush()
    for position, line in enumerate(slip.lines, start=1):
        db.session.add(
            PayLine(
                payslip_id=payslip.id,
                position=position,
                amount=line.amount,
                trace=line.why.to_json(),
                decision_id=line.decision,
            )
        )


def approve_run(run_id: int, *, by: int, on: date, at: datetime) -> PayRun:
    """A second person signs: the pay is booked and owed.

    Raises SamePerson, AlreadyApproved, SetAside.
    """
    run = _locked(run_id)
    if run.prepared_by_id == by:
        raise refusals.SamePerson
    entry = post_entry(
        _booking(run),
        text=f"Pay run {run.id}",
        on=on,
        by=by,
        at=at,
        decision_id=queries.decision_of(run),
    )
    run.approved_by_id, run.approved_at, run.journal_entry_id = by, at, entry.id
    append(
        "pay-run-approved",
        f"pay run {run.id}",
        by=by,
        at=at,
        data={"inputs_hash": run.inputs_hash, "bill": run.bill, "journal_entry": entry.id},
    )
    return run


def set_aside_run(run_id: int, *, by: int, at: datetime) -> PayRun:
    """Gives up a run that is not approved: the log opens again and another can be prepared.
    Raises AlreadyApproved, SetAside."""
    run = _locked(run_id)
    run.set_aside_at = at
    closing = closing_of(run.to_on)
    if closing is not None and closing.to_on == run.to_on:
        reopen_log(closing, by=by, at=at)
    append("pay-run-set-aside", f"pay run {run.id}", by=by, at=at)
    return run


def _locked(run_id: int) -> PayRun:
    run = db.session.scalars(select(PayRun).where(PayRun.id == run_id).with_for_update()).one()
    if run.approved_at is not None:
        raise refusals.AlreadyApproved
    if run.set_aside_at is not None:
        raise refusals.SetAside
    return run


def _booking(run: PayRun) -> list[Line]:
    """One sum on each side: all members may read the journal, and no member's pay shows in it.
    The payslips are its sub-ledger."""
    return [Line(EXPENSE, run.bill), Line(OWED, -run.bill)]
