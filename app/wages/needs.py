"""Pay that waits: to be prepared, approved, paid out, read; and what it rests on."""

from datetime import date
from typing import Any

from sqlalchemy import String, bindparam, cast, exists, literal

from app.permissions import Permission
from app.production.models import Entry
from app.sentences import Through, say
from app.treasury.payments import not_paid
from app.wages.kinds import AdjustmentKind
from app.wages.models import Adjustment, Adoption, LegalProfile, PayRun, Payslip
from app.web.needs import ME, Need, Waiting, found, may

_days = cast(PayRun.from_on, String).concat(" ").concat(cast(PayRun.to_on, String))
_payslips = (
    found(Payslip.id, _days, PayRun.approved_at)
    .join(PayRun, PayRun.id == Payslip.run_id)
    .where(
        Payslip.member_id == ME,
        PayRun.set_aside_at.is_(None),
        PayRun.approved_at >= bindparam("news_since"),
    )
)
_pay_runs = found(PayRun.id, _days, PayRun.prepared_at).where(
    may(Permission.PAY_APPROVE),
    PayRun.approved_at.is_(None),
    PayRun.set_aside_at.is_(None),
    PayRun.prepared_by_id != ME,
)
_unpaid_runs = found(PayRun.id, _days, PayRun.approved_at).where(
    may(Permission.BANK_READ),
    PayRun.approved_at.is_not(None),
    PayRun.net > 0,
    not_paid("pay run", PayRun.id),
)
_unpaid_month = found(literal(0)).where(
    may(Permission.PAY_PREPARE),
    exists().where(Entry.worked_on.between(bindparam("month_from"), bindparam("month_to"))),
    exists().where(Adoption.from_on <= bindparam("month_from")),
    ~exists().where(
        PayRun.set_aside_at.is_(None),
        PayRun.from_on <= bindparam("month_to"),
        PayRun.to_on >= bindparam("month_from"),
    ),
)
_consents = found(Adjustment.id, Adjustment.what).where(
    Adjustment.member_id == ME,
    Adjustment.kind == AdjustmentKind.DEDUCTION,
    Adjustment.decision_id.is_(None),
    Adjustment.consented_at.is_(None),
    Adjustment.withdrawn_at.is_(None),
)
_laws = found(LegalProfile.id, LegalProfile.from_on, LegalProfile.at).where(
    may(Permission.PAY_APPROVE),
    LegalProfile.checked_at.is_(None),
    LegalProfile.refused_at.is_(None),
    LegalProfile.by_id != ME,
)


def _through(days: str) -> Through:
    return Through(*map(date.fromisoformat, days.split()))


def _payslip(row: Any) -> Need:
    words = say("Your payslip is ready: %(days)s", days=_through(row.words))
    return Need(words, "wages.show_payslip", {"payslip_id": row.key})


def _approve_pay(row: Any) -> Need:
    words = say("A pay run waits for your approval: %(days)s", days=_through(row.words))
    note = say("prepared %(at)s", at=row.at)
    return Need(words, "wages.show_pay_run", {"run_id": row.key}, note)


def _pay_out(row: Any) -> Need:
    words = say("An approved pay run waits to be paid out: %(days)s", days=_through(row.words))
    note = say("approved %(at)s", at=row.at)
    return Need(words, "wages.show_pay_run", {"run_id": row.key}, note)


def _prepare_pay(_: Any) -> Need:
    return Need(say("Nobody has prepared last month's pay yet"), "wages.new_pay_run", {})


def _consent(row: Any) -> Need:
    return Need(
        say("A deduction waits for your consent: %(what)s", what=row.words),
        "wages.list_adjustments",
        {},
    )


def _check_law(row: Any) -> Need:
    words = say(
        "Compare with the law what was entered from %(day)s", day=date.fromisoformat(row.words)
    )
    return Need(words, "wages.list_laws", {})


PAYSLIP = Waiting(_payslips, _payslip)
APPROVE_PAY = Waiting(_pay_runs, _approve_pay)
PAY_OUT = Waiting(_unpaid_runs, _pay_out)
PREPARE_PAY = Waiting(_unpaid_month, _prepare_pay)
CONSENT = Waiting(_consents, _consent)
CHECK_LAW = Waiting(_laws, _check_law)
