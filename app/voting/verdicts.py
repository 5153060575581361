"""From the ballots of a poll to its result, by its method and the rule that stood at opening."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from textwrap import shorten
from typing import Any

from app.bylaws.rules.decisions import DecisionRule
from app.voting.counting import count as count_ballots
from app.voting.rules.ballots import Scores
from app.voting.rules.marks import Form, ballots_of, supporters
from app.voting.rules.results import Count
from app.voting.rules.schulze import Bylaw, Default
from app.voting.rules.selection import Selection, Turnout, decided_for, selected
from app.voting.rules.tally import Choice, Result, decided_by_chair, judged, verdict_of, votes_of
from app.voting.rules.ties import Lot
from app.voting.rules.withheld import Withheld

PollResult = Result | Selection | Withheld

_NAMED = 2
_NAME = 50
"""So many of the chosen are named in short, with so many letters each."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was fixed when the poll opened. `names`: its options in order; `default`: the number
    of the one that stands for "none of these", which an option must beat by `ratio` and by the
    majority of the rule."""

    form: Form
    rule: DecisionRule
    lot: Lot
    names: tuple[str, ...] = ()
    seats: int = 1
    default: int | None = None
    ratio: Fraction = Fraction(1)


def result_of(
    terms: Terms,
    papers: Sequence[str],
    *,
    entitled: int,
    present: int | None = None,
    active: int | None = None,
) -> PollResult:
    """The result of the ballots that count, each in its canonical text."""
    method = terms.form.method
    if not method.has_options:
        tally, marks = votes_of(papers, method)
        return judged(
            terms.rule, tally, entitled=entitled, present=present, active=active, marks=marks
        )
    bylaw = Bylaw(terms.rule, entitled, present, active)
    count = _without_the_unwanted(_count(terms, papers, bylaw))
    first = terms.names.index(count.elected[0]) + 1 if count.elected else 0
    turnout = Turnout(entitled, present, supporters(papers, terms.form, first), active)
    return selected(terms.rule, count, turnout, terms.default)


def result_from_json(data: Mapping[str, Any]) -> PollResult:
    if "withheld" in data:
        return Withheld.from_json(data)
    return Selection.from_json(data) if "count" in data else Result.from_json(data)


def in_short(result: PollResult) -> str:
    """What a decision says beside "carried": the figures of a motion, or in brackets what was
    chosen, the first two and how many more: "31 : 7 : 4", "(Monday)", "(Anna, Boris, +3)"."""
    if not isinstance(result, Selection) or not result.chosen:
        return result.numbers
    names = [
        shorten(result.count.candidates[number - 1], _NAME, placeholder="…")
        for number in result.chosen[:_NAMED]
    ]
    more = [f"+{len(result.chosen) - _NAMED}"] if len(result.chosen) > _NAMED else []
    return f"({', '.join(names + more)})"


def tied_between(result: PollResult) -> tuple[str, ...]:
    """What a casting vote decides between."""
    if isinstance(result, Selection):
        return tuple(map(str, result.tied))
    return (Choice.FOR, Choice.AGAINST)


def with_casting(tied: PollResult, casting: str) -> PollResult:
    """A tie as the chair decided it: for, against, or the number of an option."""
    if isinstance(tied, Selection):
        return decided_for(tied, int(casting))
    if isinstance(tied, Withheld):
        return replace(tied, verdict=verdict_of(Choice(casting)), casting=Choice(casting))
    return decided_by_chair(tied, Choice(casting))


def _count(terms: Terms, papers: Sequence[str], bylaw: Bylaw) -> Count:
    method = terms.form.method
    ballots = ballots_of(papers, terms.form, terms.names)
    counted = "score" if isinstance(ballots, Scores) else str(method)
    count = count_ballots(counted, ballots, terms.seats, terms.lot, default=_default(terms, bylaw))
    return replace(count, method=str(method))


def _default(terms: Terms, bylaw: Bylaw) -> Default | None:
    if terms.default is None:
        return None
    name = terms.names[terms.default - 1]
    others = (one for one in terms.names if one != name)
    return Default(name, ratios=dict.fromkeys(others, terms.ratio), bylaw=bylaw)


def _without_the_unwanted(count: Count) -> Count:
    """Where totals decide, an option with nothing at all takes no seat."""
    if not count.totals:
        return count
    return replace(
        count,
        elected=tuple(name for name in count.elected if count.totals[name]),
        tied_names=tuple(name for name in count.tied_names if count.totals[name]),
    )
