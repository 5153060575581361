"""What a founding needs, and how founders are written on one line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import available_timezones

from app.errors import InvalidInput, RuleViolation
from app.sentences import say

OFFICES = ("chair", "secretary", "treasurer", "operator")
NEEDED = ("chair", "secretary", "treasurer")
"""Without a chair no assembly opens, without a secretary nobody joins, without a treasurer no
pay is prepared."""


class OfficeNotFilled(RuleViolation):
    pass


@dataclass(frozen=True, slots=True)
class FounderLine:
    """A founder as written: `Ana Pérez <ana@example.org> chair, operator`."""

    name: str
    email: str
    offices: tuple[str, ...]


_LINE = re.compile(r"\s*(?P<name>[^<>]+?)\s*<(?P<email>[^<>@\s]+@[^<>@\s]+)>(?P<offices>[^<>]*)")


def parse_founder(text: str) -> FounderLine:
    """Reads a founder. Raises InvalidInput for another form or an unknown office."""
    found = _LINE.fullmatch(text)
    if found is None:
        raise InvalidInput(
            say("Write a founder as “Name <e-mail> offices”, not “%(text)s”.", text=text), "founder"
        )
    offices = tuple(dict.fromkeys(re.findall(r"\w+", found["offices"].lower())))
    for office in offices:
        if office not in OFFICES:
            known = ", ".join(OFFICES)
            raise InvalidInput(
                say("There is no office “%(office)s”: %(known)s.", office=office, known=known),
                "founder",
            )
    return FounderLine(found["name"], found["email"].lower(), offices)


def check_founders(founders: Iterable[FounderLine]) -> None:
    """Raises OfficeNotFilled, and InvalidInput where two founders share an e-mail address."""
    held: set[str] = set()
    emails: set[str] = set()
    for founder in founders:
        if founder.email in emails:
            raise InvalidInput(
                say(
                    "%(email)s is written twice: each signs in with their own.", email=founder.email
                ),
                "founder",
            )
        emails.add(founder.email)
        held.update(founder.offices)
    for office in NEEDED:
        if office not in held:
            raise OfficeNotFilled(
                say("A founder has to be %(office)s. One may hold several offices.", office=office)
            )


def check_time_zone(name: str) -> str:
    """The name of an IANA time zone. Raises InvalidInput."""
    if name not in available_timezones():
        raise InvalidInput(
            say("“%(name)s” is no IANA time zone, such as Europe/Madrid.", name=name), "time-zone"
        )
    return name
