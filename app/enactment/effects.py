"""What a carried motion does: one table from the kind of its effect to an action."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from app.budgets.actions import adopt_budget, grant_spending
from app.bylaws.actions import enact_rule
from app.bylaws.models import Matter
from app.bylaws.rules.decisions import parse_rule
from app.db import db
from app.elections.drawings.actions import open_drawing
from app.elections.seats.actions import seat_elected
from app.enactment.rules import MandateOver, PersonUnknown, PolicyUnknown, SchemeChanged
from app.members.actions import admit_member, give_mandate, recall_mandate
from app.members.models import Member, Office
from app.money import parse_decimal
from app.motions.actions.demanding import raise_majority
from app.motions.models import EffectKind, Motion
from app.production.actions.items import set_norm, set_piece_rate
from app.record.models import Decision
from app.surplus.actions import distribute_surplus
from app.treasury.funds import open_fund, transfer
from app.wages.actions import adopt_scheme
from app.wages.models import Scheme
from app.wages.openness import set_openness
from app.wages.rules.openness import Openness

Effect = Callable[[dict[str, Any], Decision, datetime], str]
"""From a motion's effect, its decision and the moment to the thing that came to be: "adoption 3".
Raises RuleViolation or InvalidInput where it cannot apply any more."""


def _adopt_wage_scheme(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    scheme = db.session.get(Scheme, effect["scheme_id"])
    if scheme is None or scheme.hash != effect["hash"]:
        raise SchemeChanged
    adoption = adopt_scheme(scheme.id, from_on=decision.in_force_on, decision=decision, at=at)
    return f"adoption {adoption.id}"


def _set_piece_rate(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    rate = set_piece_rate(
        effect["item_id"],
        parse_decimal(effect["rate"]),
        from_on=decision.in_force_on,
        decision=decision,
        at=at,
    )
    return f"piece-rate {rate.id}"


def _set_norm(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    norm = set_norm(
        effect["item_id"],
        parse_decimal(effect["minutes"]),
        from_on=decision.in_force_on,
        decision=decision,
        at=at,
    )
    return f"norm {norm.id}"


def _admit_member(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    membership = admit_member(
        _person(effect), from_on=decision.in_force_on, decision=decision, at=at
    )
    return f"membership {membership.id}"


def _appoint_office(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    to_on = date.fromisoformat(effect["to_on"]) if effect["to_on"] else None
    if to_on is not None and to_on < decision.in_force_on:
        raise MandateOver
    mandate = give_mandate(
        _person(effect),
        Office(effect["office"]),
        unit_id=effect["unit_id"],
        from_on=decision.in_force_on,
        to_on=to_on,
        limits=effect["limits"],
        decision=decision,
        at=at,
    )
    return f"mandate {mandate.id}"


def _recall_office(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    mandate = recall_mandate(
        _person(effect),
        Office(effect["office"]),
        unit_id=effect["unit_id"],
        from_on=decision.in_force_on,
        decision=decision,
        at=at,
    )
    return f"mandate {mandate.id}"


def _fill_office(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    motion = db.session.get_one(Motion, decision.motion_id)
    seat_elected(motion, decision=decision, at=at)
    return f"motion {motion.id}"


def _draw_office(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    motion = db.session.get_one(Motion, decision.motion_id)
    open_drawing(motion, at=at)
    return f"motion {motion.id}"


def _amend_bylaw(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    rule = enact_rule(
        Matter(effect["matter"]),
        parse_rule(effect["definition"]),
        from_on=decision.in_force_on,
        decision=decision,
        at=at,
        clause=effect["clause"],
        text=effect["text"],
    )
    return f"rule {rule.id}"


def _raise_majority(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    motion = raise_majority(effect["motion_id"], decision=decision, at=at)
    return f"motion {motion.id}"


def _distribute_surplus(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    return f"distribution {distribute_surplus(effect, decision=decision, at=at).id}"


def _adopt_budget(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    return f"budget {adopt_budget(effect, decision=decision, at=at).id}"


def _grant_spending(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    return f"spending limit {grant_spending(effect, decision=decision, at=at).id}"


def _open_fund(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    return f"fund {open_fund(effect, decision=decision, at=at).id}"


def _transfer_fund(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    motion = db.session.get_one(Motion, decision.motion_id)
    entry = transfer(effect, decision=decision, by=motion.mover_id, at=at)
    return f"journal entry {entry.id}"


def _set_pay_openness(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    if effect["policy"] not in set(Openness):
        raise PolicyUnknown
    policy = set_openness(
        Openness(effect["policy"]), from_on=decision.in_force_on, decision=decision, at=at
    )
    return f"pay openness {policy.id}"


def _resolve(effect: dict[str, Any], decision: Decision, at: datetime) -> str:
    """A resolution acts by its words alone."""
    return f"decision {decision.id}"


def _person(effect: dict[str, Any]) -> Member:
    member = db.session.get(Member, effect["member_id"])
    if member is None:
        raise PersonUnknown
    return member


EFFECTS: dict[EffectKind, Effect] = {
    EffectKind.ADOPT_WAGE_SCHEME: _adopt_wage_scheme,
    EffectKind.SET_PIECE_RATE: _set_piece_rate,
    EffectKind.SET_NORM: _set_norm,
    EffectKind.ADMIT_MEMBER: _admit_member,
    EffectKind.APPOINT_OFFICE: _appoint_office,
    EffectKind.RECALL_OFFICE: _recall_office,
    EffectKind.FILL_OFFICE: _fill_office,
    EffectKind.DRAW_OFFICE: _draw_office,
    EffectKind.AMEND_BYLAW: _amend_bylaw,
    EffectKind.RAISE_MAJORITY: _raise_majority,
    EffectKind.DISTRIBUTE_SURPLUS: _distribute_surplus,
    EffectKind.ADOPT_BUDGET: _adopt_budget,
    EffectKind.GRANT_SPENDING: _grant_spending,
    EffectKind.OPEN_FUND: _open_fund,
    EffectKind.TRANSFER_FUND: _transfer_fund,
    EffectKind.SET_PAY_OPENNESS: _set_pay_openness,
    EffectKind.RESOLUTION: _resolve,
}
