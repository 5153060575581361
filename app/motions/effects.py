"""What a motion would do, in a sentence and with a link to the thing it is about.

The kinds about people and bylaws are described here. Slices above describe their own, in their
`hooks.py`: `effects.describes(EffectKind.SET_NORM, describe)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from app.bylaws.rules import words
from app.bylaws.rules.condition_words import describe as condition_in_words
from app.bylaws.rules.decisions import parse_rule
from app.bylaws.rules.matters import NAMES, Matter
from app.db import db
from app.members.models import Member, Office, Unit
from app.members.words import OFFICES
from app.motions.models import Motion
from app.motions.rules.effects import Effect, EffectKind
from app.sentences import Sentence, say, say_n


@dataclass(frozen=True, slots=True)
class Description:
    """What happens if the motion is carried; `address`: the page of the thing, if it has one."""

    sentence: Sentence
    address: str | None = None


Describe = Callable[[dict[str, Any]], Description]

_GIVES_WAY = say("Who holds it without a last day gives way; who holds it to a day goes on.")
_UNKNOWN = say("something that is not known here")


def describes(kind: EffectKind, describe: Describe) -> None:
    _DESCRIBERS[kind] = describe


def description(effect: Effect) -> Description | None:
    """What the effect does in words; None for a resolution, whose text says it all, and for a
    question, as long as no option is chosen."""
    describe = _DESCRIBERS.get(effect.kind)
    return describe(effect.data) if describe and effect.data else None


def _admission(data: dict[str, Any]) -> Description:
    sentence = say("%(person)s becomes a full member.", person=_person(data))
    return Description(sentence, _member_page(data))


def _appointment(data: dict[str, Any]) -> Description:
    values = {
        "person": _person(data),
        "office": OFFICES[Office(data["office"])],
        "unit": _unit(data),
    }
    if data["to_on"] is None:
        sentence = say("%(person)s is entrusted with an office: %(office)s of %(unit)s.", **values)
    else:
        sentence = say(
            "%(person)s is entrusted with an office: %(office)s of %(unit)s, until %(day)s.",
            **values,
            day=date.fromisoformat(data["to_on"]),
        )
    if data["limits"]:
        sentence = say("%(what)s Limits: %(limits)s", what=sentence, limits=data["limits"])
    return Description(sentence, _member_page(data))


def _recall(data: dict[str, Any]) -> Description:
    sentence = say(
        "%(person)s is recalled from an office: %(office)s of %(unit)s.",
        person=_person(data),
        office=OFFICES[Office(data["office"])],
        unit=_unit(data),
    )
    return Description(sentence, _member_page(data))


def _election(data: dict[str, Any]) -> Description:
    sentence = say_n(
        "Whoever is elected holds an office: %(office)s of %(unit)s, one seat.",
        "Whoever is elected holds an office: %(office)s of %(unit)s, %(count)s seats.",
        len(data["terms"]),
        office=OFFICES[Office(data["office"])],
        unit=_unit(data),
    )
    return Description(say("%(first)s %(second)s", first=sentence, second=_GIVES_WAY))


def _drawing(data: dict[str, Any]) -> Description:
    values = {"office": OFFICES[Office(data["office"])], "unit": _unit(data)}
    seats = len(data["terms"])
    if data["pool"] == "members":
        sentence = say_n(
            "An office is drawn by lot among all full members: %(office)s of %(unit)s, one seat.",
            "An office is drawn by lot among all full members: %(office)s of %(unit)s, %(count)s "
            "seats.",
            seats,
            **values,
        )
    else:
        sentence = say_n(
            "An office is drawn by lot among volunteers: %(office)s of %(unit)s, one seat.",
            "An office is drawn by lot among volunteers: %(office)s of %(unit)s, %(count)s seats.",
            seats,
            **values,
        )
    seed = say(
        "The seed of the lot: %(source)s, known on %(day)s.",
        source=data["seed_source"],
        day=date.fromisoformat(data["seed_on"]),
    )
    sentence = say("%(first)s %(second)s", first=sentence, second=_GIVES_WAY)
    return Description(say("%(first)s %(second)s", first=sentence, second=seed))


def _bylaw(data: dict[str, Any]) -> Description:
    rule = parse_rule(data["definition"])
    sentence = say(
        "Motions on %(matter)s are carried when %(majority)s.",
        matter=NAMES[Matter(data["matter"])],
        majority=condition_in_words(rule.majority),
    )
    if rule.quorum is not None:
        sentence = say(
            "%(majority)s A vote counts when %(quorum)s.",
            majority=sentence,
            quorum=condition_in_words(rule.quorum),
        )
    rest = say(
        "Notice: %(days)s days. Seconders: %(seconders)s.",
        days=rule.notice_days,
        seconders=rule.seconders,
    )
    sentence = say("%(first)s %(second)s", first=sentence, second=rest)
    if rule.secret:
        sentence = say("%(first)s The ballot is secret.", first=sentence)
    for more in [words.voters(rule), *words.courses(rule)]:
        sentence = say("%(first)s %(second)s", first=sentence, second=more)
    return Description(sentence)


def _demand(data: dict[str, Any]) -> Description:
    named = db.session.get(Motion, data["motion_id"])
    if named is None or named.number is None:
        return Description(_UNKNOWN)
    sentence = say(
        "Motion %(number)s needs the higher majority that the bylaws have on demand.",
        number=named.number,
    )
    return Description(sentence, url_for("motions.show_motion", motion_id=named.id))


def _person(data: dict[str, Any]) -> str | Sentence:
    member = db.session.get(Member, data["member_id"])
    return _UNKNOWN if member is None else member.name


def _unit(data: dict[str, Any]) -> str | Sentence:
    unit = db.session.get(Unit, data["unit_id"])
    return _UNKNOWN if unit is None else unit.name


def _member_page(data: dict[str, Any]) -> str:
    return url_for("members.show_member", member_id=data["member_id"])


_DESCRIBERS: dict[EffectKind, Describe] = {
    EffectKind.ADMIT_MEMBER: _admission,
    EffectKind.APPOINT_OFFICE: _appointment,
    EffectKind.RECALL_OFFICE: _recall,
    EffectKind.FILL_OFFICE: _election,
    EffectKind.DRAW_OFFICE: _drawing,
    EffectKind.AMEND_BYLAW: _bylaw,
    EffectKind.RAISE_MAJORITY: _demand,
}
