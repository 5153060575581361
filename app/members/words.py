"""The words for standings, offices and units that members read."""

from collections.abc import Iterable, Sequence

from flask import Flask

from app.members.models import Office, Standing, UnitKind
from app.members.offices import OFFICES as OFFICES
from app.members.register import Line, Place
from app.members.rules import device, in_fours, masked
from app.sentences import Sentence, say, say_n
from app.web.language import speak

STANDINGS = {
    Standing.CANDIDATE: say("Candidate"),
    Standing.FULL: say("Full member"),
    Standing.LEFT: say("Left"),
}
UNIT_KINDS = {
    UnitKind.COLONY: say("The whole co-op"),
    UnitKind.SITE: say("Site"),
    UnitKind.SHOP: say("Shop"),
    UnitKind.BRIGADE: say("Brigade"),
}


def standing_name(standing: Standing) -> str:
    return speak(STANDINGS[standing])


def office_name(office: Office) -> str:
    return speak(OFFICES[office])


def office_names(offices: Iterable[Office]) -> str:
    return ", ".join(office_name(office) for office in offices)


def unit_kind(kind: UnitKind) -> str:
    return speak(UNIT_KINDS[kind])


def head_count(lines: Sequence[Line]) -> Sentence:
    """How many people a list holds: "6 full members, 1 candidate"."""
    return counted(
        sum(line.standing is Standing.FULL for line in lines),
        sum(line.standing is Standing.CANDIDATE for line in lines),
    )


def counted(full: int, candidates: int) -> Sentence:
    members = say_n("%(count)s full member", "%(count)s full members", full)
    if not candidates:
        return members
    others = say_n("%(count)s candidate", "%(count)s candidates", candidates)
    return say("%(members)s, %(candidates)s", members=members, candidates=others)


def place_in_words(place: Place, lines: Sequence[Line]) -> Sentence:
    return say("%(kind)s · %(people)s", kind=UNIT_KINDS[place.kind], people=head_count(lines))


_SINCE = {
    Standing.CANDIDATE: say("Candidate since %(day)s: a voice, no vote yet."),
    Standing.FULL: say("Full member since %(day)s."),
    Standing.LEFT: say("Left: no member since %(day)s."),
}


def person_in_words(line: Line | None) -> Sentence:
    if line is None:
        return say("Not a member of the co-op.")
    since = Sentence(_SINCE[line.standing].template, {"day": line.since})
    if not line.offices:
        return since
    offices = [OFFICES[office] for office in line.offices]
    return say("%(since)s Holds: %(offices)s.", since=since, offices=offices)


def device_name(user_agent: str) -> str:
    return speak(device(user_agent))


def init_app(app: Flask) -> None:
    app.jinja_env.filters |= {
        "standing_name": standing_name,
        "office_name": office_name,
        "office_names": office_names,
        "unit_kind": unit_kind,
        "device_name": device_name,
        "masked": masked,
        "in_fours": in_fours,
    }
