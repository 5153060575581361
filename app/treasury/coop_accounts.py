"""The account the co-op pays from: entered by one, confirmed by another."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.record.actions import append
from app.treasury import rules
from app.treasury.models import CoopAccount


def enter_account(iban: str, *, bic: str, holder: str, by: int, at: datetime) -> CoopAccount:
    """Names an account; it pays nothing until somebody else has confirmed it."""
    account = CoopAccount(iban=iban, bic=bic, holder=holder, by_id=by, at=at)
    db.session.add(account)
    db.session.flush()
    append("coop-account-entered", f"account {account.id}", by=by, at=at, data={"iban": iban})
    return account


def confirm_account(account_id: int, *, by: int, at: datetime) -> CoopAccount:
    """A second person has compared it with the bank's letter: from now on the co-op pays from it.
    Raises SameHand, AccountConfirmed."""
    entered = db.session.scalars(
        select(CoopAccount).order_by(CoopAccount.id.desc()).limit(1).with_for_update()
    ).one()
    if entered.id != account_id or entered.confirmed_at is not None:
        raise rules.AccountConfirmed
    if entered.by_id == by:
        raise rules.SameHand
    entered.confirmed_by_id, entered.confirmed_at = by, at
    append(
        "coop-account-confirmed",
        f"account {entered.id}",
        by=by,
        at=at,
        data={"iban": entered.iban},
    )
    return entered


def accounts() -> Sequence[CoopAccount]:
    """Every account that was ever entered, the latest first."""
    return db.session.scalars(
        select(CoopAccount)
        .options(joinedload(CoopAccount.by), joinedload(CoopAccount.confirmed_by))
        .order_by(CoopAccount.id.desc())
    ).all()


def paying_account() -> CoopAccount | None:
    """The account that the co-op pays from now."""
    return next((one for one in accounts() if one.confirmed_at is not None), None)
