"""One's own payslips, with every line's reason and the decision it rests on."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from flask import Response
from flask_login import current_user

from app.api.messages import answer_page, part, read_query
from app.api.operations import operation
from app.api.values import Amount, Answer, Page
from app.api.views.blueprint import bp
from app.coop import founded_coop
from app.money import decimal_text, digits, minor_text
from app.permissions import Permission, requires
from app.record.models import Decision as Kept
from app.wages.payslips import queries as payslip_queries
from app.wages.payslips import reasons


class Decision(Answer):
    """What the members decided; `tally`: for, against, abstained; between options what was
    chosen, "(Monday)"; empty at the founding."""

    id: int
    title: str
    motion_id: int | None
    motion_number: int | None
    tally: str
    in_force_on: date


class RateUsed(Answer):
    """A piece rate at work: quantity × rate."""

    item: str
    quantity: Amount
    rate: Amount
    amount: Amount
    decision_id: int | None


class Reason(Answer):
    """Why an amount: a term of the scheme as a sentence, and the terms inside it. `counted` is
    false for one that was outdone, such as the lower of two. Not yet rounded to cents."""

    sentence: str
    amount: Amount
    counted: bool
    rates: list[RateUsed]
    notes: list[str]
    parts: list["Reason"]


class PayLine(Answer):
    """What is taken off is negative. A line rests on a decision, or on what `basis` says: a law,
    the member's own consent."""

    kind: str
    amount: Amount
    reason: Reason
    decision: Decision | None
    basis: str


class Payslip(Answer):
    """What one pay period came to: gross + additions - deductions = net, which is paid out.
    `amount` is the net; `correction`: it books the difference to what was paid before."""

    id: int
    first: date = msgspec.field(name="from")
    last: date = msgspec.field(name="to")
    currency: str
    correction: bool
    gross: Amount
    additions: Amount
    deductions: Amount
    net: Amount
    amount: Amount
    approved_at: datetime
    lines: list[PayLine]


@bp.get("/payslips")
@requires(Permission.SIGNED_IN)
@operation(list[Payslip], query=Page)
def list_payslips() -> Response:
    """Your own payslips of approved pay runs, the latest first."""
    query = read_query(Page)
    own = payslip_queries.payslips_of(current_user.id)
    return answer_page([_payslip(slip) for slip in part(own, query)], query, len(own))


def _payslip(own: payslip_queries.OwnSlip) -> Payslip:
    return Payslip(
        id=own.id,
        first=own.from_on,
        last=own.to_on,
        currency=founded_coop().currency,
        correction=own.is_correction,
        gross=_money(own.gross),
        additions=_money(own.additions),
        deductions=_money(own.deductions),
        net=_money(own.net),
        amount=_money(own.net),
        approved_at=own.approved_at,
        lines=_lines(own.id),
    )


def _lines(payslip_id: int) -> list[PayLine]:
    slip = payslip_queries.payslip_for(payslip_id, reader_id=current_user.id, reads_all=False)
    return [
        PayLine(
            kind=line.kind.value,
            amount=_money(line.amount),
            reason=_reason(line.reason),
            decision=_decision(line.decision) if line.decision else None,
            basis=line.basis,
        )
        for line in (reasons.lines(slip) if slip else ())
    ]


def _reason(reason: reasons.ReasonShown) -> Reason:
    return Reason(
        sentence=reason.sentence,
        amount=decimal_text(reason.amount),
        counted=reason.counted,
        rates=list(_rates(reason.uses)),
        notes=list(reason.notes),
        parts=[_reason(part) for part in reason.parts],
    )


def _rates(uses: Iterable[reasons.UseShown]) -> Iterable[RateUsed]:
    for use in uses:
        yield RateUsed(
            item=use.item,
            quantity=decimal_text(use.quantity),
            rate=decimal_text(use.rate),
            amount=decimal_text(use.amount),
            decision_id=use.decision.id if use.decision else None,
        )


def _decision(decision: Kept) -> Decision:
    return Decision(
        id=decision.id,
        title=decision.title,
        motion_id=decision.motion_id,
        motion_number=decision.motion_number,
        tally=decision.tally,
        in_force_on=decision.in_force_on,
    )


def _money(minor: int) -> str:
    return minor_text(minor, digits(founded_coop().currency))
