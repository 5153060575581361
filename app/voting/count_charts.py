"""A count as its page shows it: totals or rounds as bars, and who was preferred to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext

from app.charts.bars import Bar, BarChart, bar_chart
from app.sentences import Sentence
from app.voting.ballot_papers import in_one_word
from app.voting.rules.marks import answers_of
from app.voting.rules.results import Count, Round
from app.voting.rules.selection import Selection
from app.voting.rules.tally import Result
from app.voting.verdicts import PollResult
from app.web.language import figure, speak


@dataclass(frozen=True, slots=True)
class RoundView:
    number: int
    chart: BarChart
    why: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class CountView:
    """`duels`: for each option, how many ballots prefer it to each other one."""

    totals: BarChart | None
    rounds: Sequence[RoundView]
    quota: str
    duels: Sequence[tuple[str, Sequence[str]]]
    log: Sequence[Sentence]


def count_view(result: PollResult | None) -> CountView | None:
    """None for a vote that was not between options."""
    if not isinstance(result, Selection):
        return None
    count = result.count
    return CountView(
        totals=_totals(count),
        rounds=_rounds(count),
        quota="" if count.quota is None else figure(count.quota),
        duels=[(name, _duels(count, name)) for name in count.candidates if count.pairwise],
        log=count.log,
    )


def answers_chart(result: PollResult | None) -> BarChart | None:
    """How many gave each answer, where there are others than for and against."""
    if not isinstance(result, Result) or not result.marks:
        return None
    return bar_chart(
        gettext("How many said what"),
        [
            Bar(speak(in_one_word(one)), result.marks[one], figure(result.marks[one]))
            for one in answers_of(result.marks)
        ],
        heads=(gettext("Answer"), gettext("Ballots")),
    )


def _totals(count: Count) -> BarChart | None:
    if not count.totals:
        return None
    return bar_chart(
        gettext("Points") if count.method in {"score", "dots"} else gettext("Votes"),
        [_bar(name, total, name in count.elected) for name, total in count.totals.items()],
        heads=(gettext("Option"), gettext("Total")),
    )


def _rounds(count: Count) -> list[RoundView]:
    """Each with those who are still in it, and those chosen so far marked."""
    views, chosen, gone = [], set[str](), set[str]()
    for one in count.rounds:
        chosen.update(one.elected)
        views.append(_round(count, one, chosen, gone))
        gone.update(one.defeated)
    return views


def _round(count: Count, one: Round, chosen: set[str], gone: set[str]) -> RoundView:
    votes = sorted(one.votes.items(), key=lambda vote: -vote[1])
    bars = [_bar(name, number, name in chosen) for name, number in votes if name not in gone]
    if one.exhausted:
        bars.append(
            Bar(gettext("No further choice"), one.exhausted, _text(one.exhausted), "abstain")
        )
    title = gettext("Round %(number)s of %(all)s", number=one.number, all=len(count.rounds))
    chart = bar_chart(title, bars, heads=(gettext("Option"), gettext("Votes")))
    return RoundView(one.number, chart, one.why)


def _bar(name: str, number: Fraction, is_chosen: bool) -> Bar:
    return Bar(name, number, _text(number), "for" if is_chosen else "plain")


def _text(number: Fraction) -> str:
    return figure(number, None if number.denominator == 1 else 2)


def _duels(count: Count, name: str) -> list[str]:
    others = count.pairwise[name]
    return ["–" if other == name else figure(others[other]) for other in count.candidates]
