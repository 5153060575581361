"""What a motion does when it is carried, as callers write it: `{"kind": "set-piece-rate", …}`."""

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from app.api.values import Id, Line, Positive, Text
from app.db import Model, db
from app.errors import InvalidInput
from app.members.models import Member, Office, Unit
from app.motions.models import Motion
from app.motions.rules import Effect, EffectKind
from app.production.models import Item
from app.sentences import say
from app.wages.models import Scheme
from app.wages.rules.openness import Openness


class _Effect(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    pass


class Resolution(_Effect, frozen=True, tag="resolution"):
    """The members' will, carried out by people."""


class AdoptWageScheme(_Effect, frozen=True, tag="adopt-wage-scheme"):
    """From its day on the co-op pays by this scheme; `hash` as `GET /wages/schemes` gives it."""

    scheme_id: Id
    hash: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class SetPieceRate(_Effect, frozen=True, tag="set-piece-rate"):
    """What one unit of an item pays."""

    item_id: Id
    rate: Positive


class SetNorm(_Effect, frozen=True, tag="set-norm"):
    """Standard minutes for one unit of an item."""

    item_id: Id
    minutes: Positive


class AdmitMember(_Effect, frozen=True, tag="admit-member"):
    """A candidate becomes a full member."""

    member_id: Id


class AppointOffice(_Effect, frozen=True, tag="appoint-office"):
    """Somebody holds an office, to the day `to_on` (null: until recalled)."""

    member_id: Id
    office: Office
    unit_id: Id
    to_on: date | None = None
    limits: Text = ""


class RecallOffice(_Effect, frozen=True, tag="recall-office"):
    """Somebody holds an office no more."""

    member_id: Id
    office: Office
    unit_id: Id


class AmendBylaw(_Effect, frozen=True, tag="amend-bylaw"):
    """Decisions on a matter follow another rule."""

    matter: Line
    definition: dict[str, Any]
    clause: Line = ""
    text: Text = ""


class RaiseMajority(_Effect, frozen=True, tag="raise-majority"):
    """Another motion needs the higher majority that the bylaws have on demand."""

    motion_id: Id


class SetPayOpenness(_Effect, frozen=True, tag="set-pay-openness"):
    """How far members see each other's pay: their own alone, bands without names, or all."""

    policy: Openness


EffectBody = (
    Resolution
    | AdoptWageScheme
    | SetPieceRate
    | SetNorm
    | AdmitMember
    | AppointOffice
    | RecallOffice
    | AmendBylaw
    | RaiseMajority
    | SetPayOpenness
)

_NAMED: dict[str, type[Model]] = {
    "scheme_id": Scheme,
    "item_id": Item,
    "member_id": Member,
    "motion_id": Motion,
    "unit_id": Unit,
}


def effect_of(body: EffectBody) -> Effect:
    """The effect for `motions`. Raises InvalidInput where what it names is not there."""
    data: dict[str, Any] = msgspec.to_builtins(body)
    kind = EffectKind(data.pop("kind"))
    for name, model in _NAMED.items():
        if name in data and db.session.get(model, data[name]) is None:
            raise InvalidInput(say("There is no such thing."), f"effect.{name}")
    if isinstance(body, AdoptWageScheme):
        scheme = db.session.get_one(Scheme, body.scheme_id)
        if scheme.hash != body.hash:
            raise InvalidInput(say("The scheme has another hash."), "effect.hash")
    return Effect(kind, data)
