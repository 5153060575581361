"""Spendings that wait to be paid."""

from typing import Any

from sqlalchemy import exists

from app.budgets.models import Spending, SpendingPayment
from app.permissions import Permission
from app.sentences import say
from app.web.needs import ME, Need, Waiting, found, may

_spendings = found(Spending.id, Spending.payee, Spending.at).where(
    may(Permission.PAY_APPROVE),
    Spending.by_id != ME,
    Spending.withdrawn_at.is_(None),
    ~exists().where(
        SpendingPayment.spending_id == Spending.id, SpendingPayment.reversed_at.is_(None)
    ),
)


def _pay_spending(row: Any) -> Need:
    words = say("A spending waits to be paid: %(payee)s", payee=row.words)
    note = say("recorded %(at)s", at=row.at)
    return Need(words, "budgets.show_spending", {"spending_id": row.key}, note)


PAY_SPENDING = Waiting(_spendings, _pay_spending)
