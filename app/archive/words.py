"""Events of the record in the members' own words, and where their subjects are to be seen."""

from typing import Any

from flask import Flask

from app.sentences import say
from app.web.language import speak

KINDS = {
    "api-token-made": say("made an API token"),
    "api-token-revoked": say("revoked an API token"),
    "coop-founded": say("The co-op was founded"),
    "mandate-given": say("was given an office"),
    "mandate-laid-down": say("laid down an office"),
    "mandate-recalled": say("was recalled from an office"),
    "password-link-made": say("made a password link"),
    "password-set": say("set their password"),
    "person-registered": say("was entered in the register"),
    "rule-enacted": say("A rule of the bylaws came into force"),
    "standing-noted": say("has a new standing"),
    "unit-founded": say("A unit was founded"),
}

_PAGES = {
    "assembly": "/assemblies/",
    "decision": "/decisions/",
    "entry": "/production/entries/",
    "item": "/production/items/",
    "member": "/members/",
    "motion": "/motions/",
    "pay-run": "/wages/pay-runs/",
    "poll": "/polls/",
    "unit": "/units/",
}


def kind_in_words(kind: str) -> str:
    return speak(KINDS[kind]) if kind in KINDS else kind.replace("-", " ")


def subject_address(subject: str) -> str | None:
    """The page of "poll 7", if it has one."""
    kind, _, number = subject.rpartition(" ")
    return f"{_PAGES[kind]}{number}" if kind in _PAGES and number.isdigit() else None


def details(data: dict[str, Any]) -> list[tuple[str, str]]:
    """What an event holds, name by name."""
    return [(name.replace("_", " "), str(value)) for name, value in sorted(data.items())]


def init_app(app: Flask) -> None:
    app.jinja_env.filters |= {
        "kind_in_words": kind_in_words,
        "subject_address": subject_address,
        "details": details,
    }
