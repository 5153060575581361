"""Where a member's pay goes: their own business, and the treasurer's while paying."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.db import db
from app.members.models import BankAccount, Member
from app.members.rules import NoBankAccount
from app.record.actions import append


def set_account(member: Member, *, iban: str, holder: str, at: datetime) -> BankAccount:
    """From now on the member's pay goes to this account. `iban`: checked, without spaces."""
    account = BankAccount(member_id=member.id, iban=iban, holder=holder, at=at)
    db.session.add(account)
    append("bank-account-set", f"member {member.id}", by=member.id, at=at)
    return account


def remove_account(member: Member, *, at: datetime) -> None:
    """From now on the member is paid in cash. Raises NoBankAccount."""
    account = account_of(member.id)
    if account is None:
        raise NoBankAccount
    db.session.add(BankAccount(member_id=member.id, iban=None, at=at))
    append("bank-account-removed", f"member {member.id}", by=member.id, at=at)


def account_of(member_id: int) -> BankAccount | None:
    """The account that holds now; None for someone who is paid in cash."""
    return accounts_of([member_id]).get(member_id)


def accounts_of(member_ids: Iterable[int]) -> Mapping[int, BankAccount]:
    """The accounts that hold now, by member; who is paid in cash is not among them."""
    latest = (
        select(func.max(BankAccount.id))
        .where(BankAccount.member_id.in_(list(member_ids)))
        .group_by(BankAccount.member_id)
    )
    rows = select(BankAccount).where(BankAccount.id.in_(latest), BankAccount.iban.is_not(None))
    return {account.member_id: account for account in db.session.scalars(rows)}


def history(member_id: int) -> Sequence[BankAccount]:
    """Every account that the member ever set, and when they took one away; the latest first."""
    return db.session.scalars(
        select(BankAccount)
        .where(BankAccount.member_id == member_id)
        .order_by(BankAccount.id.desc())
    ).all()
