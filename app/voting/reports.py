"""A count as JSON for programs and as plain text for people."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from app.money import decimal_text
from app.voting.rules.results import Count, Round

DECIMALS = {"stv": 5, "meek": 5}


def to_json(count: Count) -> dict[str, Any]:
    """The result as promised to other programs: every vote is a decimal string."""
    places = DECIMALS.get(count.method)
    data: dict[str, Any] = {
        "method": count.method,
        "seats": count.seats,
        "ballots": count.ballots,
        "valid": count.valid,
    }
    if count.quota is not None:
        data["quota"] = decimal_text(count.quota, places)
    data |= {
        "elected": list(count.elected),
        "tied": count.tied,
        "tied_names": list(count.tied_names),
    }
    if count.rounds:
        data["rounds"] = [_round_to_json(round_, places) for round_ in count.rounds]
    if count.pairwise:
        data["pairwise"] = count.pairwise
    if count.totals:
        data["totals"] = _texts(count.totals, places)
    return data | {"log": [str(sentence) for sentence in count.log]}


def _round_to_json(round_: Round, places: int | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "round": round_.number,
        "votes": _texts(round_.votes, places),
        "elected": list(round_.elected),
        "defeated": list(round_.defeated),
        "exhausted": decimal_text(round_.exhausted, places),
        "why": " ".join(str(sentence) for sentence in round_.why),
    }
    if round_.quota is not None:
        data["quota"] = decimal_text(round_.quota, places)
    return data


def _texts(votes: Mapping[str, Fraction], places: int | None) -> dict[str, str]:
    return {name: decimal_text(vote, places) for name, vote in votes.items()}


def to_text(count: Count) -> str:
    """The count log: the result first, then each step with its figures and its reasons."""
    return "\n".join(_lines(count))


def _lines(count: Count) -> Iterator[str]:
    places = DECIMALS.get(count.method)
    yield f"Elected by {count.method}: {', '.join(count.elected) or 'nobody'}"
    if count.tied_names:
        yield f"Tied: {', '.join(count.tied_names)}"
    yield f"Seats {count.seats}, ballots {count.ballots}, of them valid {count.valid}"
    if count.quota is not None:
        yield f"Quota {decimal_text(count.quota, places)}"
    for round_ in count.rounds:
        yield ""
        yield f"Round {round_.number}"
        yield from _table(_texts(round_.votes, places))
        yield from _table({"(exhausted)": decimal_text(round_.exhausted, places)})
        yield from (str(sentence) for sentence in round_.why)
    if count.totals:
        yield ""
        yield from _table(_texts(count.totals, places))
    if count.pairwise:
        yield ""
        yield from _comparisons(count.pairwise)
    if count.log:
        yield ""
        yield from (str(sentence) for sentence in count.log)


def _table(figures: Mapping[str, str]) -> Iterator[str]:
    width = max((len(figure) for figure in figures.values()), default=0)
    for name, figure in figures.items():
        yield f"  {figure:>{max(width, 12)}}  {name}"


def _comparisons(pairwise: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Each pair once, the one preferred by more ballots first."""
    names = list(pairwise)
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            ahead, behind = (
                (name, other) if pairwise[name][other] >= pairwise[other][name] else (other, name)
            )
            won, lost = pairwise[ahead][behind], pairwise[behind][ahead]
            yield f"  {won:>8} : {lost:<8}  {ahead} / {behind}"
