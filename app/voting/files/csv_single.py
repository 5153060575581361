"""One row for each ballot: `ballot,NAME,NAME…`, a rank, a score or 0/1 in each cell."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeVar

from app.money import parse_decimal
from app.sentences import say
from app.voting.files.csv_rows import Row
from app.voting.files.names import duplicate
from app.voting.files.source import Source, Unreadable, is_number
from app.voting.rules.ballots import Approvals, Ballots, Ranking, Rankings, Score, Scores

Cell = TypeVar("Cell")
Marks = TypeVar("Marks")

_APOSTROPHE = re.compile(r"^'(?=[=+@-])")
"""What keeps a spreadsheet from running a name as a formula is no part of the name."""


def read_single(
    source: Source, line: int, header: Row, rows: Iterator[tuple[int, Row]], method: str
) -> Ballots:
    """Scores for the method `score`, approvals for `approval`, ranks for any other, where
    equal ranks are meant. Raises InvalidInput."""
    names = tuple(_APOSTROPHE.sub("", name) for name in header[1:])
    if not names or "" in names:
        raise source.error(line, say("The header must name every candidate."))
    twice = duplicate(names)
    if twice is not None:
        raise source.error(line, say("Two candidates are called “%(name)s”.", name=twice))
    if method == "score":
        return Scores(names, _counted(source, rows, _score, tuple))
    if method == "approval":
        return Approvals(names, _counted(source, rows, _approves, _approved))
    return Rankings(names, _counted(source, rows, _rank, _ranked), ties=True)


def _counted(
    source: Source,
    rows: Iterator[tuple[int, Row]],
    read_cell: Callable[[str], Cell],
    marks: Callable[[list[Cell]], Marks],
) -> Counter[Marks]:
    """How often each ballot was cast. Each distinct cell, and each distinct row, is read once."""
    read: dict[str, Cell] = {}
    rows_read: Counter[Row] = Counter()
    for line, row in rows:
        if not any(row):  # a spreadsheet's empty row: a ballot has its number
            continue
        for cell in row[1:]:
            if cell not in read:
                try:
                    read[cell] = read_cell(cell)
                except Unreadable as wrong:
                    raise source.error(line, wrong.sentence) from None
        rows_read[row[1:]] += 1
    counted: Counter[Marks] = Counter()
    for cells, number in rows_read.items():
        counted[marks([read[cell] for cell in cells])] += number
    return counted


def _score(cell: str) -> Score | None:
    if not cell:
        return None
    try:
        score = parse_decimal(cell)
    except ValueError:
        raise Unreadable(say("“%(cell)s” is not a decimal number.", cell=cell)) from None
    return score.numerator if score.denominator == 1 else score


def _approves(cell: str) -> bool:
    if cell not in ("", "0", "1"):
        raise Unreadable(say("“%(cell)s” is neither 0 nor 1.", cell=cell))
    return cell == "1"


def _approved(marks: list[bool]) -> tuple[int, ...]:
    return tuple(candidate for candidate, mark in enumerate(marks) if mark)


def _rank(cell: str) -> int:
    """The rank, 0 for none."""
    if cell and not is_number(cell):
        raise Unreadable(say("“%(cell)s” is not a rank.", cell=cell))
    return int(cell or "0")


def _ranked(ranks: list[int]) -> Ranking:
    return tuple(
        tuple(candidate for candidate, given in enumerate(ranks) if given == rank)
        for rank in sorted(set(ranks) - {0})
    )
