"""What a motion does when it is carried, as callers write it: `{"kind": "set-piece-rate", …}`."""

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from app.api.money_effects import (
    AdoptBudget,
    DistributeSurplus,
    GrantSpending,
    OpenFund,
    TransferFund,
    in_decimals,
    in_minor_units,
    with_the_sum_that_stands,
)
from app.api.values import Deed, Id, Line, Positive, Text
from app.budgets.models import BudgetLine
from app.db import Model, db
from app.errors import InvalidInput
from app.members.models import Member, Office, Unit
from app.motions.models import Motion
from app.motions.rules.effects import Effect, EffectKind
from app.production.models import Item
from app.sentences import say
from app.wages.models import Scheme
from app.wages.rules.openness import Openness


class Resolution(Deed, frozen=True, tag="resolution"):
    """The members' will, carried out by people."""


class AdoptWageScheme(Deed, frozen=True, tag="adopt-wage-scheme"):
    """From its day on the co-op pays by this scheme; `hash` as `GET /wages/schemes` gives it."""

    scheme_id: Id
    hash: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class SetPieceRate(Deed, frozen=True, tag="set-piece-rate"):
    """What one unit of an item pays."""

    item_id: Id
    rate: Positive


class SetNorm(Deed, frozen=True, tag="set-norm"):
    """Standard minutes for one unit of an item."""

    item_id: Id
    minutes: Positive


class AdmitMember(Deed, frozen=True, tag="admit-member"):
    """A candidate becomes a full member."""

    member_id: Id


class AppointOffice(Deed, frozen=True, tag="appoint-office"):
    """Somebody holds an office, to the day `to_on` (null: until recalled)."""

    member_id: Id
    office: Office
    unit_id: Id
    to_on: date | None = None
    limits: Text = ""


class RecallOffice(Deed, frozen=True, tag="recall-office"):
    """Somebody holds an office no more."""

    member_id: Id
    office: Office
    unit_id: Id


class AmendBylaw(Deed, frozen=True, tag="amend-bylaw"):
    """Decisions on a matter follow another rule. `definition`: as a vote on such a matter shows
    it as its `rule`, and as `docs/bylaws.md` has it."""

    matter: Line
    definition: dict[str, Any]
    clause: Line = ""
    text: Text = ""


class RaiseMajority(Deed, frozen=True, tag="raise-majority"):
    """Another motion needs the higher majority that the bylaws have on demand."""

    motion_id: Id


class SetPayOpenness(Deed, frozen=True, tag="set-pay-openness"):
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
    | OpenFund
    | TransferFund
    | AdoptBudget
    | GrantSpending
    | DistributeSurplus
    | SetPayOpenness
)

_NAMED: dict[str, type[Model]] = {
    "scheme_id": Scheme,
    "item_id": Item,
    "line_id": BudgetLine,
    "member_id": Member,
    "motion_id": Motion,
    "unit_id": Unit,
}


def effect_of(body: EffectBody) -> Effect:
    """The effect for `motions`. Raises InvalidInput where what it names is not there, and what
    the surplus' own rules raise."""
    data: dict[str, Any] = msgspec.to_builtins(body)
    kind = EffectKind(data.pop("kind"))
    _check_named(data, "effect")
    for number, line in enumerate(data.get("lines", []), 1):
        _check_named(line, f"effect.lines[{number}]")
    if isinstance(body, AdoptWageScheme):
        scheme = db.session.get_one(Scheme, body.scheme_id)
        if scheme.hash != body.hash:
            raise InvalidInput(say("The scheme has another hash."), "effect.hash")
    if isinstance(body, DistributeSurplus):
        return Effect(kind, with_the_sum_that_stands(body, data))
    return Effect(kind, in_minor_units(kind, data))


def told_effect(kind: EffectKind, data: dict[str, Any]) -> dict[str, Any]:
    """An effect as callers write it."""
    return {"kind": kind, **in_decimals(kind, data)}


def _check_named(data: dict[str, Any], where: str) -> None:
    for name, model in _NAMED.items():
        if name in data and db.session.get(model, data[name]) is None:
            raise InvalidInput(say("There is no such thing."), f"{where}.{name}")
