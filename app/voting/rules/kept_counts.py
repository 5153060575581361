"""A count as it is kept with its vote: everything in it, its sentences still to be translated."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.sentences import Sentence
from app.voting.rules.results import Count, Round


def count_to_json(count: Count) -> dict[str, Any]:
    """Plain data that `count_from_json` turns back into an equal count."""
    return {
        "method": count.method,
        "candidates": list(count.candidates),
        "seats": count.seats,
        "ballots": count.ballots,
        "valid": count.valid,
        "elected": list(count.elected),
        "tied": count.tied,
        "tied_names": list(count.tied_names),
        "quota": _text(count.quota),
        "rounds": [_round_to_json(one) for one in count.rounds],
        "pairwise": {name: dict(others) for name, others in count.pairwise.items()},
        "totals": [[name, str(total)] for name, total in count.totals.items()],
        "log": [sentence.to_json() for sentence in count.log],
    }


def _round_to_json(one: Round) -> dict[str, Any]:
    return {
        "number": one.number,
        "votes": [[name, str(votes)] for name, votes in one.votes.items()],
        "exhausted": str(one.exhausted),
        "elected": list(one.elected),
        "defeated": list(one.defeated),
        "why": [sentence.to_json() for sentence in one.why],
        "quota": _text(one.quota),
    }


def count_from_json(data: Mapping[str, Any]) -> Count:
    return Count(
        method=data["method"],
        candidates=tuple(data["candidates"]),
        seats=data["seats"],
        ballots=data["ballots"],
        valid=data["valid"],
        elected=tuple(data["elected"]),
        tied=data["tied"],
        tied_names=tuple(data["tied_names"]),
        quota=_number(data["quota"]),
        rounds=tuple(_round_from_json(one) for one in data["rounds"]),
        pairwise=data["pairwise"],
        totals={name: Fraction(total) for name, total in data["totals"]},
        log=tuple(Sentence.from_json(sentence) for sentence in data["log"]),
    )


def _round_from_json(data: Mapping[str, Any]) -> Round:
    return Round(
        number=data["number"],
        votes={name: Fraction(votes) for name, votes in data["votes"]},
        exhausted=Fraction(data["exhausted"]),
        elected=tuple(data["elected"]),
        defeated=tuple(data["defeated"]),
        why=tuple(Sentence.from_json(sentence) for sentence in data["why"]),
        quota=_number(data["quota"]),
    )


def _text(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
