"""Debian's tally sheets.

         Option 1---->: Name
       /  Option 2--->: Name
    V: 2-  voter        one character for each option: its rank, `-` where it has none

Ranks may be equal and may have gaps; only their order counts.
"""

import re
from collections import Counter

from app.errors import InvalidInput
from app.sentences import say
from app.voting.files.names import duplicate
from app.voting.files.source import Source
from app.voting.rules.ballots import Ranking, Rankings

_OPTION = re.compile(r"[|/\s]*Option\s+(\d{1,4})\s*-*>\s*:\s*(.*\S)")
_VOTE = re.compile(r"V:\s*([-1-9]+)(?:\s.*)?")


def read(source: Source) -> Rankings:
    """Rankings in which equal ranks are meant. Raises InvalidInput."""
    names: list[str] = []
    votes: Counter[str] = Counter()
    for number, line in enumerate(source.lines(), 1):
        if line.startswith("V:"):
            votes[_vote(source, number, line, len(names))] += 1
        elif option := _OPTION.fullmatch(line):
            if int(option[1]) != len(names) + 1:
                raise source.error(number, say("The options must be numbered from 1 on."))
            names.append(option[2])
    if not names:
        raise source.error(1, say("This is no Debian tally sheet: it lists no option."))
    twice = duplicate(names)
    if twice is not None:
        raise source.error(1, say("Two options are called “%(name)s”.", name=twice))
    ballots: Counter[Ranking] = Counter()
    for vote, times in votes.items():
        ballots[_ranks(vote)] += times
    return Rankings(tuple(names), ballots, ties=True)


def _vote(source: Source, number: int, line: str, options: int) -> str:
    vote = _VOTE.fullmatch(line)
    if not vote:
        raise source.error(number, say("A vote must be written in digits and “-”."))
    if len(vote[1]) != options:
        raise _wrong_length(source, number, len(vote[1]), options)
    return vote[1]


def _wrong_length(source: Source, number: int, found: int, options: int) -> InvalidInput:
    wrong = say(
        "The vote ranks %(found)s options, there are %(count)s.", found=found, count=options
    )
    return source.error(number, wrong)


def _ranks(vote: str) -> Ranking:
    return tuple(
        tuple(option for option, mark in enumerate(vote) if mark == rank)
        for rank in sorted(set(vote) - {"-"})
    )
