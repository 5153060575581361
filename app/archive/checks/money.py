"""Bookings, payments, budgets, spendings and payouts of capital, against the events that sealed
them."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select

from app.archive.checks.comparing import Fact, Kinds, first_difference
from app.archive.checks.comparing import sealed as _sealed
from app.budgets.actions import allowed
from app.budgets.models import (
    Budget,
    BudgetLine,
    InvoiceFile,
    Spending,
    SpendingLimit,
    SpendingPayment,
)
from app.budgets.rules.invoice_files import file_hash
from app.budgets.spending import recorded
from app.db import db
from app.sentences import Sentence
from app.surplus.models import CapitalPayout
from app.surplus.payouts import sealed as sealed_payout
from app.treasury.funds import opened
from app.treasury.models import (
    Account,
    CoopAccount,
    Fund,
    JournalEntry,
    PaymentOrder,
    Posting,
    Settlement,
)
from app.treasury.payments import sealed
from app.treasury.sealing import Booked, told


def money_fault() -> Sentence | None:
    """The first booking, payment, budget or payout that is not as it was sealed, or None."""
    return first_difference(_KINDS)


def _booked() -> Iterator[Fact]:
    lines: dict[int, list[Booked]] = defaultdict(list)
    rows = db.session.execute(
        select(Posting.entry_id, Account.code, Posting.amount, Account.member_id)
        .join(Account, Account.id == Posting.account_id)
        .order_by(Posting.id)
    )
    for entry_id, code, amount, member_id in rows:
        lines[entry_id].append((code, amount, member_id is not None))
    entries = select(JournalEntry.id, JournalEntry.text, JournalEntry.salt)
    for entry_id, text, salt in db.session.execute(entries):
        yield {"of": f"journal entry {entry_id}", **told(text, lines[entry_id], salt)}


def _coop_accounts() -> Iterator[Fact]:
    for row in db.session.scalars(select(CoopAccount)):
        yield {"of": f"account {row.id}", "iban": row.iban}


def _confirmed_accounts() -> Iterator[Fact]:
    confirmed = select(CoopAccount).where(CoopAccount.confirmed_at.is_not(None))
    for row in db.session.scalars(confirmed):
        yield {"of": f"account {row.id}", "iban": row.iban}


def _payments() -> Iterator[Fact]:
    for row in db.session.scalars(select(PaymentOrder)):
        yield {"of": row.subject, **sealed(row)}


def _settled() -> Iterator[Fact]:
    rows = select(PaymentOrder.subject, Settlement).join(
        PaymentOrder, PaymentOrder.id == Settlement.order_id
    )
    for subject, one in db.session.execute(rows):
        paid_on, entry = one.paid_on.isoformat(), one.journal_entry_id
        yield {"of": subject, "order": one.order_id, "on": paid_on, "journal_entry": entry}


def _unsettled() -> Iterator[Fact]:
    rows = select(PaymentOrder.subject, Settlement).join(
        PaymentOrder, PaymentOrder.id == Settlement.order_id
    )
    for subject, one in db.session.execute(rows.where(Settlement.reversed_at.is_not(None))):
        reason, entry = one.reason, one.reversal_entry_id
        yield {"of": subject, "order": one.order_id, "reason": reason, "journal_entry": entry}


def _withdrawn() -> Iterator[Fact]:
    orders = select(PaymentOrder).where(PaymentOrder.withdrawn_at.is_not(None))
    for one in db.session.scalars(orders):
        yield {"of": one.subject, "order": one.id}


def _payouts() -> Iterator[Fact]:
    for one in db.session.scalars(select(CapitalPayout)):
        yield {"of": one.subject, **sealed_payout(one)}


def _approved_payouts() -> Iterator[Fact]:
    approved = select(CapitalPayout).where(CapitalPayout.approved_at.is_not(None))
    for one in db.session.scalars(approved):
        yield {"of": one.subject, "journal_entry": one.journal_entry_id}


def _reversed_payouts() -> Iterator[Fact]:
    back = select(CapitalPayout).where(CapitalPayout.reversed_at.is_not(None))
    for one in db.session.scalars(back):
        yield {"of": one.subject, "reason": one.reason, "journal_entry": one.reversal_entry_id}


def _budgets() -> Iterator[Fact]:
    lines: dict[int, list[Fact]] = defaultdict(list)
    for one in db.session.scalars(select(BudgetLine).order_by(BudgetLine.id)):
        said = {"purpose": one.purpose, "account": one.account}
        lines[one.budget_id].append({**said, "unit_id": one.unit_id, "amount": one.amount})
    for budget in db.session.scalars(select(Budget)):
        yield {
            "of": f"budget {budget.id}",
            "name": budget.name,
            "from_on": budget.from_on.isoformat(),
            "to_on": budget.to_on.isoformat(),
            "lines": lines[budget.id],
            "decision": budget.decision_id,
        }


def _funds() -> Iterator[Fact]:
    for one in db.session.scalars(select(Fund)):
        yield {"of": f"fund {one.id}", **opened(one)}


def _limits() -> Iterator[Fact]:
    for one in db.session.scalars(select(SpendingLimit)):
        yield {"of": f"limit {one.id}", **allowed(one)}


def _spendings() -> Iterator[Fact]:
    for one in db.session.scalars(select(Spending)):
        yield {"of": one.subject, **recorded(one)}


def _invoice_files() -> Iterator[Fact]:
    for one in db.session.scalars(select(InvoiceFile)):
        yield {"of": f"spending {one.spending_id}", "file": file_hash(one.file)}


def _spendings_withdrawn() -> Iterator[Fact]:
    withdrawn = select(Spending).where(Spending.withdrawn_at.is_not(None))
    for one in db.session.scalars(withdrawn):
        yield {"of": one.subject}


def _spendings_paid() -> Iterator[Fact]:
    for one in db.session.scalars(select(SpendingPayment)):
        entry = one.journal_entry_id
        yield {
            "of": f"spending {one.spending_id}",
            "on": one.paid_on.isoformat(),
            "journal_entry": entry,
        }


def _spendings_reversed() -> Iterator[Fact]:
    back = select(SpendingPayment).where(SpendingPayment.reversed_at.is_not(None))
    for one in db.session.scalars(back):
        entry = one.reversal_entry_id
        yield {"of": f"spending {one.spending_id}", "reason": one.reason, "journal_entry": entry}


_KINDS: Kinds = (
    (_sealed("entry-posted"), _booked),
    (_sealed("coop-account-entered"), _coop_accounts),
    (_sealed("coop-account-confirmed"), _confirmed_accounts),
    (_sealed("payments-listed"), _payments),
    (_sealed("payments-made"), _settled),
    (_sealed("payment-reversed"), _unsettled),
    (_sealed("payments-withdrawn"), _withdrawn),
    (_sealed("payout-prepared"), _payouts),
    (_sealed("payout-approved"), _approved_payouts),
    (_sealed("payout-reversed"), _reversed_payouts),
    (_sealed("budget-adopted"), _budgets),
    (_sealed("fund-opened"), _funds),
    (_sealed("spending-allowed"), _limits),
    (_sealed("spending-recorded"), _spendings),
    (_sealed("invoice-attached"), _invoice_files),
    (_sealed("spending-withdrawn"), _spendings_withdrawn),
    (_sealed("spending-paid"), _spendings_paid),
    (_sealed("spending-payment-reversed"), _spendings_reversed),
)
