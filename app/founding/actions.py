"""Founding a co-op: its first members, offices and bylaws, by its founding assembly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.bylaws.actions import enact_rule
from app.bylaws.models import Matter
from app.bylaws.rules import words
from app.bylaws.rules.decisions import DecisionRule
from app.bylaws.rules.matters import NAMES
from app.coop import Coop
from app.db import db
from app.errors import RuleViolation
from app.members.actions import found_unit, give_mandate, note_standing, register_person
from app.members.models import Member, Office, Standing, Unit, UnitKind
from app.motions.actions.drafting import draft_motion
from app.motions.actions.moving import submit_motion
from app.motions.models import EffectKind, Motion
from app.motions.rules.effects import Effect
from app.record.actions import append, note_decision
from app.record.models import Decision
from app.sentences import say
from app.web.language import speak


class AlreadyFounded(RuleViolation):
    sentence = say("This installation has its co-op already.")


class NoFounders(RuleViolation):
    sentence = say("A co-op needs at least one founder.")


@dataclass(frozen=True, slots=True)
class Founder:
    name: str
    email: str | None
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Founded:
    coop: Coop
    decision: Decision
    unit: Unit
    members: list[Member]


def found_coop(
    name: str,
    *,
    currency: str,
    language: str,
    time_zone: str,
    founders: Sequence[Founder],
    bylaws: dict[Matter, DecisionRule],
    on: date,
    at: datetime,
    demo: bool = False,
) -> Founded:
    """Writes the co-op's first facts, all resting on the decision of the founding assembly:
    the founders are full members, their offices are mandates, the bylaws stand from `on`.
    Raises AlreadyFounded, NoFounders."""
    if db.session.scalar(select(Coop)) is not None:
        raise AlreadyFounded
    if not founders:
        raise NoFounders
    coop = Coop(
        name=name,
        currency=currency,
        language=language,
        time_zone=time_zone,
        founded_on=on,
        demo=demo,
    )
    db.session.add(coop)
    decision = note_decision("Founding assembly", decided_at=at, in_force_on=on)
    append("coop-founded", "coop 1", by=None, at=at, data={"name": name, "currency": currency})
    unit = found_unit(name, UnitKind.COLONY, parent=None, from_on=on, decision=decision, at=at)
    members = [_found_member(founder, unit, decision, on, at) for founder in founders]
    for matter, rule in bylaws.items():
        enact_rule(matter, rule, from_on=on, decision=decision, at=at)
    return Founded(coop, decision, unit, members)


def propose_bylaws(
    founded: Founded, bylaws: dict[Matter, DecisionRule], *, by: int, at: datetime
) -> Motion:
    """Motion 1: the founding assembly adopts the bylaws that it starts from. They decide about
    themselves, as a matter of the bylaws."""
    motion = draft_motion(
        by=by,
        unit_id=founded.unit.id,
        title=speak(say("Adopt the bylaws")),
        text=_in_words(bylaws),
        effect=Effect(EffectKind.RESOLUTION),
        commences_on=None,
        at=at,
    )
    motion.matter = Matter.BYLAW
    submit_motion(motion, by=by, at=at)
    return motion


def _in_words(bylaws: dict[Matter, DecisionRule]) -> str:
    """The rules in Markdown, in the language spoken now."""
    parts = [speak(say("We decide together by these rules. Only a carried motion changes them."))]
    for matter, rule in bylaws.items():
        sentences = [words.majority(rule), words.quorum(rule), *words.procedure(rule)]
        name = speak(NAMES[matter])
        parts.append(f"**{name[:1].upper()}{name[1:]}.** " + " ".join(map(speak, sentences)))
    return "\n\n".join(parts)


def _found_member(
    founder: Founder, unit: Unit, decision: Decision, on: date, at: datetime
) -> Member:
    member = register_person(founder.name, email=founder.email, by=None, at=at)
    note_standing(
        member, Standing.FULL, unit_id=unit.id, from_on=on, decision=decision, by=None, at=at
    )
    for office in founder.offices:
        give_mandate(
            member, office, unit_id=unit.id, from_on=on, to_on=None, decision=decision, at=at
        )
    return member
