"""Computing every approved pay run again, from the inputs that were frozen with it."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import db
from app.record.models import Event
from app.record.rules import digest
from app.sentences import Sentence, say
from app.treasury.models import Account, Posting
from app.wages.models import PayRun, Payslip
from app.wages.rules.booking import booking, sums_by_kind
from app.wages.rules.frozen_run import from_json
from app.wages.rules.run import Slip, compute_run

Facts = tuple[Any, ...]
Paid = dict[int, tuple[Facts, list[Facts]]]
"""By member: the sums of the payslip, and every line in its order. The words of its reason are
sealed with their row: a later version may say the same in better ones."""


def pay_fault() -> Sentence | None:
    """The first approved pay run that does not come out again to the cent, or None."""
    approved = _sealed()
    runs = db.session.scalars(select(PayRun).order_by(PayRun.id)).all()
    for run in runs:
        seal = approved.pop(run.id, None)
        if (seal is None) != (run.approved_at is None):
            return say("Pay run %(run)s: whether it is approved was altered.", run=run.id)
        if seal is not None and (fault := _run_fault(run, seal)):
            return fault
    if approved:
        return say("Pay run %(run)s was taken out.", run=min(approved))
    return None


def _sealed() -> dict[int, dict[str, Any]]:
    rows = db.session.execute(
        select(Event.subject, Event.data).where(Event.kind == "pay-run-approved")
    )
    return {int(subject.removeprefix("pay run ")): data for subject, data in rows}


def _run_fault(run: PayRun, seal: dict[str, Any]) -> Sentence | None:
    frozen = json.loads(run.inputs)
    if {run.inputs_hash, digest(frozen)} != {seal["inputs_hash"]}:
        return say("Pay run %(run)s: its inputs are not the ones that were sealed.", run=run.id)
    slips = compute_run(from_json(frozen))
    if {slip.member_id: _computed(slip) for slip in slips} != _stored(run.id):
        return say("Pay run %(run)s: the payslips do not come out again.", run=run.id)
    bill, net = sum(slip.gross for slip in slips), sum(slip.net for slip in slips)
    if not (bill, net) == (run.bill, run.net) == (seal["bill"], seal["net"]):
        return say("Pay run %(run)s: the bill is not the sum of the payslips.", run=run.id)
    if sorted((line.account, line.amount) for line in booking(sums_by_kind(slips))) != _booked(
        run, seal
    ):
        return say("Pay run %(run)s: it is not booked as it was paid.", run=run.id)
    return None


def _computed(slip: Slip) -> tuple[Facts, list[Facts]]:
    sums = (slip.gross, slip.additions, slip.deductions, slip.net)
    lines: list[Facts] = [
        (
            line.kind,
            line.amount,
            line.decision,
            line.adjustment,
            line.corrects,
        )
        for line in slip.lines
    ]
    return sums, lines


def _stored(run_id: int) -> Paid:
    slips = db.session.scalars(
        select(Payslip).options(selectinload(Payslip.lines)).where(Payslip.run_id == run_id)
    )
    return {
        slip.member_id: (
            (slip.gross, slip.additions, slip.deductions, slip.net),
            [
                (
                    line.kind,
                    line.amount,
                    line.decision_id,
                    line.adjustment_id,
                    line.corrects_id,
                )
                for line in slip.lines
            ],
        )
        for slip in slips
    }


def _booked(run: PayRun, seal: dict[str, Any]) -> list[tuple[str, int]] | None:
    """The postings by account; nothing was booked where all sums are zero."""
    if run.journal_entry_id != seal["journal_entry"]:
        return None
    rows = db.session.execute(
        select(Account.code, Posting.amount)
        .join(Account, Account.id == Posting.account_id)
        .where(Posting.entry_id == seal["journal_entry"])
    )
    return sorted((code, amount) for code, amount in rows)
