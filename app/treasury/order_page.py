"""What the pages of payments share: how a list is made, how it is shown, its file for the bank."""

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template

from app.coop import founded_coop
from app.errors import RuleViolation
from app.treasury.bank_file import bank_file
from app.treasury.coop_accounts import paying_account
from app.treasury.forms import ExecutionForm
from app.treasury.models import PaymentOrder
from app.treasury.payments import PaymentLine, payments_of
from app.treasury.rules import Payee
from app.web.exports import attached


def order_page(
    template: str,
    form: ExecutionForm,
    payees: Sequence[Payee],
    *,
    order: PaymentOrder | None,
    refusal: RuleViolation | None,
    back: str,
    **about: Any,
) -> str:
    """Who gets what where, before the list is frozen. `order`: the list that stands already;
    `refusal`: why there can be none; `back`: the address of what is paid. The template extends
    "treasury/new_payment_order.html"."""
    return render_template(
        template,
        form=form,
        order=order,
        refusal=refusal,
        back=back,
        account=paying_account(),
        **by_way(payees),
        **about,
    )


def by_way(lines: Sequence[Payee] | Sequence[PaymentLine]) -> dict[str, Any]:
    """Whom the file for the bank pays, who is paid in cash and who by an order of its own at the
    bank, as "treasury/_payments.html" shows them."""
    return {
        "lines": lines,
        "by_bank": [line for line in lines if line.by_bank],
        "in_cash": [line for line in lines if line.iban is None],
        "abroad": [line for line in lines if line.iban is not None and not line.by_bank],
    }


def sought(lines: Sequence[PaymentLine], asked: str) -> list[PaymentLine]:
    """Those whose member or holder has `asked` in the name, or whose number it is; all where
    nothing is asked."""
    part = asked.strip().casefold()
    return [
        line
        for line in lines
        if part in (line.name or "").casefold()
        or part in line.holder.casefold()
        or part == str(line.number)
    ]


def transfers_file(order: PaymentOrder) -> Response:
    """The order as a file that the bank takes. Raises as `bank_file`."""
    written = bank_file(order, payments_of(order.id), currency=founded_coop().currency)
    return attached(written, f"transfers-{order.id}.xml", "application/xml")
