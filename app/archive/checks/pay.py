"""Computing every approved pay run again, from the inputs that were frozen with it."""

import json
from typing import Any

from sqlalchemy import select

from app.db import db
from app.record.models import Event
from app.record.rules import digest
from app.sentences import Sentence, say
from app.treasury.models import Posting
from app.wages.models import PayLine, PayRun, Payslip
from app.wages.rules.frozen import from_json
from app.wages.rules.run import compute_run

Paid = dict[int, list[tuple[int, Any, int]]]
"""By member: amount, reasons and decision of each line, in their order."""


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
    computed: Paid = {
        slip.member_id: [(line.amount, line.why.to_json(), line.decision) for line in slip.lines]
        for slip in compute_run(from_json(frozen))
    }
    if computed != _stored(run.id):
        return say("Pay run %(run)s: the payslips do not come out again.", run=run.id)
    bill = sum(amount for lines in computed.values() for amount, _, _ in lines)
    owed = -sum(min(amount, 0) for amount in _postings(seal["journal_entry"]))
    if not bill == run.bill == seal["bill"] == owed:
        return say("Pay run %(run)s: the bill is not the sum of the payslips.", run=run.id)
    return None


def _stored(run_id: int) -> Paid:
    paid: Paid = {}
    rows = db.session.execute(
        select(Payslip.member_id, PayLine.amount, PayLine.trace, PayLine.decision_id)
        .join(PayLine, PayLine.payslip_id == Payslip.id)
        .where(Payslip.run_id == run_id)
        .order_by(Payslip.id, PayLine.position)
    )
    for member_id, amount, trace, decision_id in rows:
        paid.setdefault(member_id, []).append((amount, trace, decision_id))
    return paid


def _postings(entry_id: int) -> list[int]:
    amounts = select(Posting.amount).where(Posting.entry_id == entry_id)
    return list(db.session.scalars(amounts))
