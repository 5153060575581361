"""Events of the record in the members' own words, and where their subjects are to be seen."""

from typing import Any

from flask import Flask

from app.sentences import say
from app.web.language import speak

KINDS = {
    "api-token-made": say("API token made"),
    "api-token-revoked": say("API token revoked"),
    "coop-founded": say("Co-op founded"),
    "mandate-given": say("Office given"),
    "mandate-laid-down": say("Office laid down"),
    "mandate-recalled": say("Recalled from office"),
    "password-link-made": say("Password link made"),
    "password-set": say("Password set"),
    "person-registered": say("Entered in the register"),
    "rule-enacted": say("Bylaw in force"),
    "standing-noted": say("Standing"),
    "unit-founded": say("Unit founded"),
}

_PAGES = {
    "assembly": "/assemblies/",
    "decision": "/decisions/",
    "entry": "/production/entries/",
    "item": "/production/items/",
    "member": "/members/",
    "motion": "/motions/",
    "journal entry": "/treasury/journal/",
    "pay run": "/wages/runs/",
    "poll": "/polls/",
    "scheme": "/wages/schemes/",
    "comparison": "/wages/comparisons/",
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
