"""Equal ballots in one row: `choice_1,choice_2,…,ballots`, as cast vote records are published."""

import re
from collections import Counter
from collections.abc import Iterator

from app.sentences import say
from app.voting.files.csv_rows import Row
from app.voting.files.source import Source, is_number
from app.voting.rules.ballots import SEVERAL, Rank, Ranking, Rankings

_CHOICE = re.compile(r"(?:choice|rank)[ _]?(\d{1,4})", re.IGNORECASE)
_NUMBERS = ("ballots", "count")
_SKIPPED = ("", "undervote", "blank", "skipped")
_OVERVOTE = "overvote"


def choice_columns(header: Row) -> list[int]:
    """The places of the columns `choice_1 …` or `rank_1 …`, first rank first."""
    places = {}
    for place, name in enumerate(header):
        if found := _CHOICE.fullmatch(name):
            places[place] = int(found[1])
    return sorted(places, key=lambda place: places[place])


def read_grouped(
    source: Source, line: int, header: Row, rows: Iterator[tuple[int, Row]]
) -> Rankings:
    """Rankings of the names in the choice columns, numbered as they first appear.

    Without a column `ballots` or `count`, each row is one ballot; where there are none but choice
    columns, a row without a mark is a blank one. Raises InvalidInput.
    """
    choices = choice_columns(header)
    counters = [place for place, name in enumerate(header) if name.lower() in _NUMBERS]
    if len(counters) > 1:
        raise source.error(line, say("Two columns say how many ballots a row stands for."))
    counted: Counter[Row] = Counter()
    for at, row in rows:
        if not any(row) and len(choices) < len(header):
            continue
        counted[tuple(row[place] for place in choices)] += (
            _number(source, at, row[counters[0]]) if counters else 1
        )
    ranks = _Ranks()
    ballots: Counter[Ranking] = Counter()
    for cells, number in counted.items():
        ballots[tuple(map(ranks.__getitem__, cells))] += number
    return Rankings(tuple(ranks.names), +ballots)


class _Ranks(dict[str, Rank]):
    """What each cell stands for; a cell is read once."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __missing__(self, cell: str) -> Rank:
        rank: Rank
        if cell.lower() in _SKIPPED:
            rank = ()
        elif cell.lower() == _OVERVOTE:
            rank = SEVERAL
        else:
            rank = (len(self.names),)
            self.names.append(cell)
        self[cell] = rank
        return rank


def _number(source: Source, line: int, cell: str) -> int:
    if not is_number(cell):
        raise source.error(line, say("“%(cell)s” is not a number of ballots.", cell=cell))
    return int(cell)
