"""Scrutineers and their keys: who holds one, making one, changing its passphrase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.bylaws.rules.provisions import UrnKeys
from app.db import db
from app.members.models import Mandate, Member, Office
from app.members.queries import held_on
from app.record.actions import append
from app.voting.models import ScrutineerKey
from app.voting.rules.urn import TooFewScrutineers, keys_for
from app.voting.urn import sealing as urn


def key_of(member_id: int) -> ScrutineerKey | None:
    """The member's latest key: the one that the urns to come are sealed for."""
    return db.session.scalars(
        select(ScrutineerKey)
        .where(ScrutineerKey.member_id == member_id)
        .order_by(ScrutineerKey.id.desc())
        .limit(1)
    ).first()


def keys_on(day: date) -> Sequence[ScrutineerKey]:
    """The latest key of each scrutineer in office, those first who hold the office longest."""
    in_office = (
        select(Mandate.member_id, func.min(Mandate.from_on).label("since"))
        .where(Mandate.office == Office.SCRUTINEER, held_on(day))
        .group_by(Mandate.member_id)
        .subquery()
    )
    latest = select(func.max(ScrutineerKey.id)).group_by(ScrutineerKey.member_id)
    return db.session.scalars(
        select(ScrutineerKey)
        .join(in_office, in_office.c.member_id == ScrutineerKey.member_id)
        .where(ScrutineerKey.id.in_(latest))
        .order_by(in_office.c.since, ScrutineerKey.member_id)
    ).all()


@dataclass(frozen=True, slots=True)
class Scrutineer:
    """Who holds the office on a day, with their latest key, if they have made one."""

    member_id: int
    name: str
    public: bytes | None
    made_at: datetime | None


def in_office(day: date) -> list[Scrutineer]:
    """By register number."""
    holders = select(Mandate.member_id).where(Mandate.office == Office.SCRUTINEER, held_on(day))
    latest = select(func.max(ScrutineerKey.id)).group_by(ScrutineerKey.member_id)
    key = (ScrutineerKey.member_id == Member.id) & ScrutineerKey.id.in_(latest)
    rows = db.session.execute(
        select(Member.id, Member.name, ScrutineerKey.public, ScrutineerKey.made_at)
        .outerjoin(ScrutineerKey, key)
        .where(Member.id.in_(holders))
        .order_by(Member.number)
    )
    return [Scrutineer(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Keepers:
    """Who gets a key to an urn that is set up on a day, and the scrutineers who have made none.
    `needed`: so many open it. `refusal`: why it cannot be set up."""

    names: Sequence[str]
    keyless: Sequence[str]
    needed: int = 0
    refusal: TooFewScrutineers | None = None


def keepers_on(day: date, bylaw: UrnKeys | None) -> Keepers:
    scrutineers = in_office(day)
    keyless = [one.name for one in scrutineers if one.public is None]
    name_of = {one.member_id: one.name for one in scrutineers}
    names = [name_of[key.member_id] for key in keys_on(day)]
    try:
        wanted = keys_for(bylaw, len(names))
    except TooFewScrutineers as refusal:
        return Keepers(names, keyless, refusal=refusal)
    return Keepers(names[: wanted.keys], keyless, wanted.needed)


def make_key(*, by: int, passphrase: str, at: datetime) -> str:
    """A key pair for the member; the recovery words, which are kept nowhere. Who had a key
    before needs its passphrase still for the urns that were sealed with it."""
    made = urn.new_scrutineer_key(passphrase)
    db.session.add(
        ScrutineerKey(
            member_id=by,
            public=made.public,
            wrapped=made.wrapped,
            wrapped_by_words=made.wrapped_by_words,
            made_at=at,
        )
    )
    append("scrutineer-key-made", f"member {by}", by=by, at=at, data={"public": made.public.hex()})
    return made.recovery_words


def change_passphrase(*, by: int, present: str, passphrase: str, at: datetime) -> None:
    """`present` may be the recovery words, which stay as they are. Raises WrongPassphrase."""
    key = key_of(by)
    if key is None:
        raise urn.WrongPassphrase
    key.wrapped = urn.rewrap(unwrapped(key, present), passphrase)
    append("scrutineer-passphrase-changed", f"member {by}", by=by, at=at)


def unwrapped(key: ScrutineerKey, passphrase: str) -> bytes:
    """The private key. Raises WrongPassphrase."""
    return urn.unwrap(filter(None, (key.wrapped, key.wrapped_by_words)), passphrase)
