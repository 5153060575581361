"""BLT, the ballot file of the Electoral Reform Society and OpenSTV, with its variants in the wild.

    4 2            candidates, seats
    -3             withdrawn candidates, if any
    12 1 4 2 0     how often, the ranks, 0
    1 2 - 1=4 0    `-` skips a rank, `=` joins candidates at one rank
    1 0            a blank ballot
    0              the end of the ballots
    "Name"         one line for each candidate, then the title

Comments start with `#`.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from app.sentences import say
from app.voting.files.names import duplicate
from app.voting.files.source import Source, Unreadable, is_number
from app.voting.rules.ballots import Rank, Ranking, Rankings

_END = re.compile(r"0\s*(#.*)?")
_WITHDRAWN = re.compile(r"-\d{1,9}(\s+-\d{1,9})*\s*(#.*)?")
_QUOTED = re.compile(r'("(""|[^"])*"(\s+|$|(?=#)))+(#.*)?')
_NAME = re.compile(r'"((?:""|[^"])*)"')


@dataclass(frozen=True, slots=True)
class Paper:
    """The ballots of a BLT file, without withdrawn candidates, and the seats it states."""

    rankings: Rankings
    seats: int


def read(source: Source) -> Paper:
    """The election in `source`. Raises InvalidInput.

    Equal lines are counted first and read once: most of a large election is repetition.
    """
    lines = (line for line in source.lines() if line and not line.startswith("#"))
    header = next(lines, "")
    try:
        candidates, seats = _header(header)
    except Unreadable as wrong:
        raise source.error_at(header, wrong.sentence) from None
    counted = Counter(takewhile(_goes_on, lines))
    withdrawn = _withdrawn(counted)
    ranks = _Ranks(candidates, withdrawn)
    ballots: Counter[Ranking] = Counter()
    for line, number in counted.items():
        try:
            weight, ranking = _ballot(line, ranks)
        except Unreadable as wrong:
            raise source.error_at(line, wrong.sentence, after=header) from None
        ballots[ranking] += number * weight
    names = _names(source, list(lines), candidates)
    standing = tuple(name for one, name in enumerate(names, 1) if one not in withdrawn)
    return Paper(Rankings(standing, +ballots), seats)


def _goes_on(line: str) -> bool:
    return line[0] != "0" or not _END.fullmatch(line)


def _header(line: str) -> tuple[int, int]:
    numbers = line.split("#")[0].split()
    if len(numbers) != 2 or not all(map(is_number, numbers)):
        raise Unreadable(say("The first line must give the numbers of candidates and of seats."))
    candidates, seats = map(int, numbers)
    if not candidates or not seats:
        raise Unreadable(say("There must be at least one candidate and one seat."))
    return candidates, seats


def _withdrawn(lines: Iterable[str]) -> frozenset[int]:
    """Candidates, from 1 on, who withdrew. Their lines look like no ballot."""
    marked = (line.split("#")[0].split() for line in lines if _WITHDRAWN.fullmatch(line))
    return frozenset(-int(number) for numbers in marked for number in numbers)


class _Ranks(dict[str, Rank]):
    """What each word of a ballot stands for; a word is read once."""

    def __init__(self, candidates: int, withdrawn: frozenset[int]) -> None:
        super().__init__({"-": ()})
        self._withdrawn = sorted(withdrawn)
        self._candidates = candidates

    def __missing__(self, word: str) -> Rank:
        marks = []
        for mark in word.split("="):
            if not is_number(mark):
                raise Unreadable(say("“%(word)s” is not a rank.", word=word))
            one = self.check(mark)
            # A withdrawn candidate leaves the rank, and whoever shared it, standing.
            if one not in self._withdrawn:
                marks.append(one - 1 - bisect(self._withdrawn, one))
        rank = tuple(dict.fromkeys(marks))
        self[word] = rank
        return rank

    def check(self, mark: str) -> int:
        """The number of a candidate, from 1 on, who is on the paper."""
        if not 1 <= int(mark) <= self._candidates:
            raise Unreadable(
                say(
                    "Candidate %(number)s is out of range: there are %(count)s.",
                    number=mark,
                    count=self._candidates,
                )
            )
        return int(mark)


def _ballot(line: str, ranks: _Ranks) -> tuple[int, Ranking]:
    """How often the ballot was cast, and its ranks; none at all for the withdrawn."""
    if "#" in line:
        line = line.split("#")[0]
    words = line.split()
    if words[-1] == "0" and is_number(words[0]) and int(words[0]):
        return int(words[0]), tuple(map(ranks.__getitem__, words[1:-1]))
    if _WITHDRAWN.fullmatch(line.strip()):
        for word in words:
            ranks.check(word[1:])
        return 0, ()
    if line.startswith('"'):
        raise Unreadable(say("A line 0 must end the ballots before the names."))
    if words[-1] == "0":
        raise Unreadable(say("“%(word)s” is not a number of ballots.", word=words[0]))
    raise Unreadable(say("The ballot does not end with 0."))


def _names(source: Source, lines: list[str], candidates: int) -> list[str]:
    """The names of all candidates; the title that may follow them is not a name."""
    names: list[str] = []
    for line in lines:
        names += _unquoted(line)
        if "" in names[:candidates]:
            raise source.error_at(line, say("A candidate has no name."))
    if not candidates <= len(names) <= candidates + 1:
        wrong = say(
            "%(count)s names and a title must follow the ballots; there are %(found)s lines.",
            count=candidates,
            found=len(names),
        )
        raise source.error_at(lines[-1] if lines else "0", wrong)
    twice = duplicate(names[:candidates])
    if twice is not None:
        first_two = [line for line in lines if twice in _unquoted(line)][:2]
        wrong = say("Two candidates are called “%(name)s”.", name=twice)
        raise source.error_at(first_two[-1], wrong, nth=first_two.count(first_two[-1]))
    return names[:candidates]


def _unquoted(line: str) -> list[str]:
    """The names in a line. Inside quotes, a quote is written twice or as it is."""
    if _QUOTED.fullmatch(line):
        return [quoted.replace('""', '"').strip() for quoted in _NAME.findall(line)]
    return [line.removeprefix('"').removesuffix('"')]
