"""What needs a member, in one statement, made once at import: the home page is the page that
everybody opens all the time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    null,
    select,
    union_all,
)

from app.assemblies.models import Assembly
from app.budgets.models import Spending, SpendingPayment
from app.bylaws.models import Rule
from app.db import Moment, db
from app.elections.models import Candidacy, Election
from app.enactment.models import Enactment
from app.members.auth import Actor
from app.members.models import Dependants, Member, Membership, Standing
from app.members.queries import latest_membership
from app.motions.models import Motion, Seconding
from app.permissions import Permission
from app.prepared import Prepared
from app.production.models import Closing, Entry, Labour
from app.production.queries import unsettled
from app.sentences import Sentence, say, say_n
from app.surplus.models import CapitalPart, CapitalPayout
from app.surplus.queries import CAPITAL
from app.surplus.rules.payout import year_before
from app.treasury.models import Account, PaymentOrder, Posting, Settlement
from app.voting.models import Poll, RollEntry, ScrutineerKey, UrnShare
from app.wages.kinds import AdjustmentKind
from app.wages.models import Adjustment, Adoption, LegalProfile, PayRun, Payslip
from app.wages.rules.spans import month_of

NEWS = timedelta(days=14)
"""How long a payslip, or an effect that failed, is still something to look at."""
LOBBY = timedelta(hours=12)
"""How long before its start, and after it, an assembly waits for its chair to open it."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for the reader: what, by when, and the page where it is done."""

    words: Sentence
    endpoint: str
    key: dict[str, int]
    note: Sentence | None = None


_ME: ColumnElement[int] = bindparam("me")
_OFFICES = (
    Permission.ASSEMBLY_CHAIR,
    Permission.BANK_READ,
    Permission.DEPENDANTS_READ,
    Permission.ENTRY_CONFIRM,
    Permission.PAY_APPROVE,
    Permission.PAY_PREPARE,
    Permission.POLL_OPEN,
)


def _row(
    kind: str | ColumnElement[str], key: Any, words: Any, at: Any = None
) -> Select[str, int, str, datetime | None]:
    """A select of the columns that every need has: its kind, a number, a text, a moment."""
    moment = cast(null(), Moment) if at is None else at
    return select(
        (literal(kind) if isinstance(kind, str) else kind).label("kind"),
        key.label("key"),
        cast(words, String).label("words"),
        moment.label("at"),
    )


def _may(permission: Permission) -> ColumnElement[bool]:
    """Whether the reader's offices include it: a parameter, so that the statement stays one."""
    return bindparam(permission.name) == literal(1)


_vote_on = case((Poll.amendment_id.is_(None), "vote"), else_="vote-on-amendment")
_votes = (
    _row(_vote_on, Poll.id, Poll.question, Poll.closes_at)
    .join(RollEntry, RollEntry.poll_id == Poll.id)
    .where(
        RollEntry.member_id == _ME,
        not_(RollEntry.signed),
        RollEntry.holder_id.is_(None),
        not_(RollEntry.on_paper),
        Poll.closed_at.is_(None),
        Poll.voided_at.is_(None),
    )
)
_assemblies = _row("open-assembly", Assembly.id, Assembly.title, Assembly.starts_at).where(
    _may(Permission.ASSEMBLY_CHAIR),
    Assembly.opened_at.is_(None),
    Assembly.cancelled_at.is_(None),
    Assembly.starts_at.between(bindparam("lobby_from"), bindparam("lobby_to")),
)
_seconders_needed = (
    select(Rule.definition["seconders"].as_integer())
    .where(Rule.matter == Motion.matter, Rule.from_on <= bindparam("today"))
    .order_by(Rule.from_on.desc(), Rule.id.desc())
    .limit(1)
    .scalar_subquery()
)
_seconded = (
    select(func.count()).where(Seconding.motion_id == Motion.id).correlate(Motion).scalar_subquery()
)
_motions = _row("second", Motion.id, Motion.title).where(
    bindparam("full_member") == literal(1),
    Motion.submitted_at.is_not(None),
    Motion.withdrawn_at.is_(None),
    Motion.put_at.is_(None),
    Motion.decided_at.is_(None),
    Motion.mover_id != _ME,
    ~exists().where(Seconding.motion_id == Motion.id, Seconding.member_id == _ME),
    _seconded < _seconders_needed,
)
_log_closed_to = (
    select(func.max(Closing.to_on)).where(Closing.reopened_at.is_(None)).scalar_subquery()
)
_entries = _row("confirm", func.count(Entry.id), literal("")).where(
    _may(Permission.ENTRY_CONFIRM),
    unsettled(),
    Entry.worked_on > func.coalesce(_log_closed_to, literal(date.min)),
    Entry.logged_by_id != _ME,
    ~exists().where(Labour.entry_id == Entry.id, Labour.member_id == _ME),
)
_payslips = (
    _row("payslip", Payslip.id, PayRun.to_on, PayRun.approved_at)
    .join(PayRun, PayRun.id == Payslip.run_id)
    .where(
        Payslip.member_id == _ME,
        PayRun.set_aside_at.is_(None),
        PayRun.approved_at >= bindparam("news_since"),
    )
)
_pay_runs = _row("approve-pay", PayRun.id, PayRun.to_on, PayRun.prepared_at).where(
    _may(Permission.PAY_APPROVE),
    PayRun.approved_at.is_(None),
    PayRun.set_aside_at.is_(None),
    PayRun.prepared_by_id != _ME,
)
# Last month, where work was logged under a scheme and no live pay run has any of its days.
_unpaid_month = _row("prepare-pay", literal(0), literal("")).where(
    _may(Permission.PAY_PREPARE),
    exists().where(Entry.worked_on.between(bindparam("month_from"), bindparam("month_to"))),
    exists().where(Adoption.from_on <= bindparam("month_from")),
    ~exists().where(
        PayRun.set_aside_at.is_(None),
        PayRun.from_on <= bindparam("month_to"),
        PayRun.to_on >= bindparam("month_from"),
    ),
)
_payouts = _row(
    "approve-payout", CapitalPayout.id, CapitalPayout.to_on, CapitalPayout.prepared_at
).where(
    _may(Permission.PAY_APPROVE),
    CapitalPayout.approved_at.is_(None),
    CapitalPayout.set_aside_at.is_(None),
    CapitalPayout.prepared_by_id != _ME,
)
# Yearly parts: the next is due a year after the one before, the first a year after they left.
_part_before = (
    select(func.max(CapitalPart.due_on))
    .join(CapitalPayout, CapitalPayout.id == CapitalPart.payout_id)
    .where(
        CapitalPart.member_id == Member.id,
        CapitalPart.due_on > Membership.from_on,
        CapitalPayout.approved_at.is_not(None),
        CapitalPayout.reversed_at.is_(None),
    )
    .correlate(Member, Membership)
    .scalar_subquery()
)
_on_capital_account = (
    select(func.sum(Posting.amount))
    .join(Account, Account.id == Posting.account_id)
    .where(Account.member_id == Member.id, Account.code.startswith(f"{CAPITAL}:"))
    .correlate(Member)
    .scalar_subquery()
)
_capital_due = (
    _row("prepare-payout", func.count(Member.id), literal(""))
    .join(Membership, Membership.id == latest_membership(date.max))
    .where(
        _may(Permission.PAY_PREPARE),
        Membership.standing == Standing.LEFT,
        func.coalesce(_part_before, Membership.from_on) <= bindparam("year_before"),
        _on_capital_account < 0,
        ~exists().where(CapitalPayout.approved_at.is_(None), CapitalPayout.set_aside_at.is_(None)),
    )
)
_spendings = _row("pay-spending", Spending.id, Spending.payee, Spending.at).where(
    _may(Permission.PAY_APPROVE),
    Spending.by_id != _ME,
    Spending.withdrawn_at.is_(None),
    ~exists().where(
        SpendingPayment.spending_id == Spending.id, SpendingPayment.reversed_at.is_(None)
    ),
)
_unpaid_payouts = _row(
    "pay-capital", CapitalPayout.id, CapitalPayout.to_on, CapitalPayout.approved_at
).where(
    _may(Permission.BANK_READ),
    CapitalPayout.approved_at.is_not(None),
    CapitalPayout.reversed_at.is_(None),
    ~exists().where(
        PaymentOrder.subject == literal("capital payout ").concat(cast(CapitalPayout.id, String)),
        Settlement.order_id == PaymentOrder.id,
        Settlement.reversed_at.is_(None),
    ),
)
_unpaid_runs = _row("pay-out", PayRun.id, PayRun.to_on, PayRun.approved_at).where(
    _may(Permission.BANK_READ),
    PayRun.approved_at.is_not(None),
    PayRun.net > 0,
    ~exists().where(
        PaymentOrder.subject == literal("pay run ").concat(cast(PayRun.id, String)),
        Settlement.order_id == PaymentOrder.id,
        Settlement.reversed_at.is_(None),
    ),
)
_failures = (
    _row("failed", Motion.id, Motion.title, Enactment.failed_at)
    .join(Enactment, Enactment.motion_id == Motion.id)
    .where(
        _may(Permission.ASSEMBLY_CHAIR),
        Enactment.failed_at.is_not(None),
        Enactment.enacted_at.is_(None),
        Enactment.failed_at >= bindparam("news_since"),
    )
)

_consents = _row("consent", Adjustment.id, Adjustment.what).where(
    Adjustment.member_id == _ME,
    Adjustment.kind == AdjustmentKind.DEDUCTION,
    Adjustment.decision_id.is_(None),
    Adjustment.consented_at.is_(None),
    Adjustment.withdrawn_at.is_(None),
)
_laws = _row("check-law", LegalProfile.id, LegalProfile.from_on, LegalProfile.at).where(
    _may(Permission.PAY_APPROVE),
    LegalProfile.checked_at.is_(None),
    LegalProfile.refused_at.is_(None),
    LegalProfile.by_id != _ME,
)
_dependants = _row(
    "confirm-dependants", func.count(Dependants.id), literal(""), func.min(Dependants.at)
).where(
    _may(Permission.DEPENDANTS_READ),
    Dependants.confirmed.is_(None),
    Dependants.member_id != _ME,
)
_nominations = (
    _row("nominated", Motion.id, Motion.title, Election.nominations_until)
    .join(Election, Election.motion_id == Motion.id)
    .join(Candidacy, Candidacy.motion_id == Motion.id)
    .where(
        Candidacy.member_id == _ME,
        Candidacy.accepted_at.is_(None),
        Candidacy.withdrawn_at.is_(None),
        Motion.withdrawn_at.is_(None),
        Election.closed_at.is_(None),
        Election.nominations_until > bindparam("now"),
    )
)
_ballots_to_make = (
    _row("ballot-to-make", Motion.id, Motion.title, Election.nominations_until)
    .join(Election, Election.motion_id == Motion.id)
    .where(
        _may(Permission.POLL_OPEN),
        Motion.withdrawn_at.is_(None),
        Election.closed_at.is_(None),
        Election.nominations_until <= bindparam("now"),
    )
)

_urns = (
    _row("open-urn", Poll.id, Poll.question, Poll.closed_at)
    .join(UrnShare, UrnShare.poll_id == Poll.id)
    .join(ScrutineerKey, ScrutineerKey.id == UrnShare.key_id)
    .where(
        ScrutineerKey.member_id == _ME,
        UrnShare.given_at.is_(None),
        Poll.closed_at.is_not(None),
        Poll.outcome.is_(None),
        Poll.voided_at.is_(None),
    )
)

_ALL = Prepared(
    union_all(
        _votes,
        _assemblies,
        _motions,
        _entries,
        _payslips,
        _pay_runs,
        _unpaid_runs,
        _payouts,
        _unpaid_payouts,
        _capital_due,
        _spendings,
        _unpaid_month,
        _failures,
        _consents,
        _laws,
        _dependants,
        _nominations,
        _ballots_to_make,
        _urns,
    )
)


def needs_of(actor: Actor, *, at: datetime, today: date) -> list[Need]:
    """What waits for the reader, the most urgent first."""
    last_month = month_of(month_of(today).first - timedelta(days=1))
    rows = db.rows(
        _ALL,
        me=actor.id,
        today=today,
        now=at,
        full_member=int(actor.is_full_member),
        lobby_from=at - LOBBY,
        lobby_to=at + LOBBY,
        news_since=at - NEWS,
        month_from=last_month.first,
        month_to=last_month.last,
        year_before=year_before(today),
        **{office.name: int(office in actor.permissions) for office in _OFFICES},
    )
    found = [row for row in rows if row.kind not in _COUNTED or row.key]
    return [
        _NEEDS[row.kind](row)
        for row in sorted(found, key=lambda row: (_ORDER.index(row.kind), row.at or at, row.key))
    ]


def _vote(row: Any) -> Need:
    return _ballot(row, say("Vote: %(question)s", question=row.words))


def _vote_on_amendment(row: Any) -> Need:
    return _ballot(row, say("Vote on an amendment: %(question)s", question=row.words))


def _ballot(row: Any, words: Sentence) -> Need:
    note = say("until %(at)s", at=row.at) if row.at else say("until the chair closes it")
    return Need(words, "voting.show_poll", {"poll_id": row.key}, note)


def _open_assembly(row: Any) -> Need:
    words = say("Open the assembly: %(title)s", title=row.words)
    note = say("convened for %(at)s", at=row.at)
    return Need(words, "assemblies.show_assembly", {"assembly_id": row.key}, note)


def _second(row: Any) -> Need:
    words = say("A motion wants a seconder: %(title)s", title=row.words)
    return Need(words, "motions.show_motion", {"motion_id": row.key})


def _confirm(row: Any) -> Need:
    words = say_n(
        "%(count)s entry of others waits to be confirmed",
        "%(count)s entries of others wait to be confirmed",
        row.key,
    )
    return Need(words, "production.list_unconfirmed", {})


def _payslip(row: Any) -> Need:
    words = say("Your payslip is ready: up to %(day)s", day=date.fromisoformat(row.words))
    return Need(words, "wages.show_payslip", {"payslip_id": row.key})


def _approve_pay(row: Any) -> Need:
    words = say(
        "A pay run waits for your approval: up to %(day)s", day=date.fromisoformat(row.words)
    )
    note = say("prepared %(at)s", at=row.at)
    return Need(words, "wages.show_pay_run", {"run_id": row.key}, note)


def _pay_out(row: Any) -> Need:
    words = say(
        "An approved pay run waits to be paid out: up to %(day)s", day=date.fromisoformat(row.words)
    )
    note = say("approved %(at)s", at=row.at)
    return Need(words, "wages.show_pay_run", {"run_id": row.key}, note)


def _approve_payout(row: Any) -> Need:
    words = say("A payout of capital waits for your approval")
    note = say("prepared %(at)s", at=row.at)
    return Need(words, "surplus.show_payout", {"payout_id": row.key}, note)


def _pay_capital(row: Any) -> Need:
    words = say("An approved payout of capital waits to be paid")
    note = say("approved %(at)s", at=row.at)
    return Need(words, "surplus.show_payout", {"payout_id": row.key}, note)


def _prepare_payout(row: Any) -> Need:
    words = say_n(
        "%(count)s member who left is due a part of their capital",
        "%(count)s members who left are due a part of their capital",
        row.key,
    )
    return Need(words, "surplus.list_payouts", {})


def _pay_spending(row: Any) -> Need:
    words = say("A spending waits to be paid: %(payee)s", payee=row.words)
    note = say("recorded %(at)s", at=row.at)
    return Need(words, "budgets.show_spending", {"spending_id": row.key}, note)


def _prepare_pay(_: Any) -> Need:
    return Need(say("Nobody has prepared last month's pay yet"), "wages.new_pay_run", {})


def _failed(row: Any) -> Need:
    words = say("A carried motion could not take effect: %(title)s", title=row.words)
    note = say("found %(at)s", at=row.at)
    return Need(words, "motions.show_motion", {"motion_id": row.key}, note)


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


def _open_urn(row: Any) -> Need:
    words = say("An urn waits for your key: %(question)s", question=row.words)
    note = say("closed %(at)s", at=row.at)
    return Need(words, "voting.show_poll", {"poll_id": row.key}, note)


def _confirm_dependants(row: Any) -> Need:
    words = say_n(
        "%(count)s member says who lives on their pay",
        "%(count)s members say who lives on their pay",
        row.key,
    )
    return Need(words, "dependants.list_dependants", {})


def _nominated(row: Any) -> Need:
    words = say("You are nominated: %(title)s", title=row.words)
    note = say("answer until %(at)s", at=row.at)
    return Need(words, "elections.show_election", {"motion_id": row.key}, note)


def _ballot_to_make(row: Any) -> Need:
    words = say("Put the candidates on the ballot: %(title)s", title=row.words)
    return Need(words, "elections.show_election", {"motion_id": row.key})


_NEEDS = {
    "vote": _vote,
    "vote-on-amendment": _vote_on_amendment,
    "open-urn": _open_urn,
    "open-assembly": _open_assembly,
    "nominated": _nominated,
    "ballot-to-make": _ballot_to_make,
    "failed": _failed,
    "approve-pay": _approve_pay,
    "pay-out": _pay_out,
    "approve-payout": _approve_payout,
    "pay-capital": _pay_capital,
    "prepare-payout": _prepare_payout,
    "pay-spending": _pay_spending,
    "prepare-pay": _prepare_pay,
    "check-law": _check_law,
    "confirm-dependants": _confirm_dependants,
    "consent": _consent,
    "second": _second,
    "confirm": _confirm,
    "payslip": _payslip,
}
_COUNTED = {"confirm", "confirm-dependants", "prepare-payout"}
"""Of these the key is how many there are."""
_ORDER = list(_NEEDS)
