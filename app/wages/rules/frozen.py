"""The inputs of a pay run as plain data, to be kept with their hash and read again."""

from collections.abc import Mapping, Set
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from app.production.hours import HoursKind
from app.wages.rules.canonical import to_data
from app.wages.rules.earned import InForce, Inputs
from app.wages.rules.legal_profile import LawInForce, legal_data, parse_legal
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import Span
from app.wages.rules.work import Member, Prices, Standing, Timeline, Version, WorkLine


def to_json(inputs: Inputs) -> dict[str, Any]:
    """The inputs of a period as plain data; numbers are exact strings."""
    return {
        "currency": inputs.currency,
        "span": _span(inputs.span),
        "turn": inputs.turn,
        "schemes": [
            {
                "span": _span(scheme.span),
                "name": scheme.name,
                "terms": to_data(scheme.terms),
                "decision": scheme.decision,
            }
            for scheme in inputs.schemes
        ],
        "members": [_member(member, inputs.ids[member.key]) for member in inputs.members],
        "rates": _timelines(inputs.prices.rates),
        "norms": _timelines(inputs.prices.norms),
        "lines": [_line(line) for line in inputs.lines],
        "unsigned": [_line(line) for line in inputs.unsigned],
        "laws": [
            {
                "span": _span(law.span),
                "legal": legal_data(law.legal),
                "reference": law.reference,
            }
            for law in inputs.laws
        ],
    }


def from_json(data: Mapping[str, Any]) -> Inputs:
    """The inputs again, equal to those that `to_json` wrote."""
    return Inputs(
        currency=data["currency"],
        span=_read_span(data["span"]),
        turn=data["turn"],
        schemes=tuple(
            InForce(
                _read_span(scheme["span"]),
                scheme["name"],
                parse_terms(scheme["terms"]),
                scheme["decision"],
            )
            for scheme in data["schemes"]
        ),
        members=tuple(_read_member(member) for member in data["members"]),
        ids={member["key"]: member["id"] for member in data["members"]},
        prices=Prices(_read_timelines(data["rates"]), _read_timelines(data["norms"])),
        lines=tuple(_read_line(*line) for line in data["lines"]),
        unsigned=tuple(_read_line(*line) for line in data["unsigned"]),
        laws=tuple(
            LawInForce(_read_span(law["span"]), parse_legal(law["legal"]), law["reference"])
            for law in data["laws"]
        ),
    )


def of_members(data: Mapping[str, Any], member_ids: Set[int]) -> dict[str, Any]:
    """The same plain data with these members and their lines alone: a month has tens of
    thousands, and few are asked for at once. A crew's own lines, which are nobody's, go as well."""
    members = [member for member in data["members"] if member["id"] in member_ids]
    keys = {member["key"] for member in members}
    own = {name: [line for line in data[name] if line[1] in keys] for name in ("lines", "unsigned")}
    return {**data, **own, "members": members}


def _member(member: Member, member_id: int) -> dict[str, Any]:
    since = member.seniority_from
    unpaid = {"unpaid": [_span(days) for days in member.unpaid]} if member.unpaid else {}
    return {
        **unpaid,
        "key": member.key,
        "id": member_id,
        "membership": _span(member.membership),
        "seniority_from": since.isoformat() if since else None,
        "standings": [
            {
                "span": _span(version.span),
                "grade": version.value.grade,
                "coefficient": None
                if version.value.coefficient is None
                else str(version.value.coefficient),
                "participation": str(version.value.participation),
                "adults": version.value.adults,
                "children": version.value.children,
                "key": version.key,
            }
            for version in member.standings.versions
        ],
    }


def _read_member(data: Mapping[str, Any]) -> Member:
    since = data["seniority_from"]
    return Member(
        data["key"],
        _read_span(data["membership"]),
        date.fromisoformat(since) if since else None,
        Timeline(tuple(_read_standing(standing) for standing in data["standings"])),
        tuple(_read_span(days) for days in data.get("unpaid", ())),
    )


def _read_standing(data: Mapping[str, Any]) -> Version[Standing]:
    coefficient = data["coefficient"]
    standing = Standing(
        data["grade"],
        None if coefficient is None else Fraction(coefficient),
        Fraction(data["participation"]),
        data["adults"],
        data["children"],
    )
    return Version(standing, _read_span(data["span"]), data["key"])


def _timelines(timelines: Mapping[str, Timeline[Fraction]]) -> dict[str, Any]:
    return {
        item: [
            {"span": _span(version.span), "value": str(version.value), "key": version.key}
            for version in timeline.versions
        ]
        for item, timeline in timelines.items()
    }


def _read_timelines(data: Mapping[str, Any]) -> dict[str, Timeline[Fraction]]:
    return {
        item: Timeline(
            tuple(
                Version(Fraction(one["value"]), _read_span(one["span"]), one["key"])
                for one in versions
            )
        )
        for item, versions in data.items()
    }


def _line(line: WorkLine) -> list[str]:
    return [
        line.on.isoformat(),
        line.member,
        line.item,
        str(line.quantity),
        str(line.rejects),
        str(line.minutes),
        str(line.kind),
        line.crew,
        line.key,
    ]


_exact = lru_cache(maxsize=4096)(Fraction)
"""The same few figures stand in thousands of lines."""


def _read_line(
    on: str,
    member: str,
    item: str,
    quantity: str,
    rejects: str,
    minutes: str,
    kind: str,
    crew: str,
    key: str,
) -> WorkLine:
    return WorkLine(
        date.fromisoformat(on),
        member,
        item,
        _exact(quantity),
        _exact(rejects),
        _exact(minutes),
        HoursKind(kind),
        crew,
        key,
    )


def _span(span: Span) -> list[str]:
    return [span.first.isoformat(), span.last.isoformat()]


def _read_span(data: list[str]) -> Span:
    return Span(date.fromisoformat(data[0]), date.fromisoformat(data[1]))
