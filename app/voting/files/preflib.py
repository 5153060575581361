"""PrefLib's files: orders (.soi .soc .toi .toc) and categories (.cat).

    # NUMBER VOTERS: 3
    # ALTERNATIVE NAME 1: Name
    2: 1,{2,3}      how often, then the alternatives; braces hold a tie

Until 2022 the head was bare: the number of alternatives, a line `1,Name` for each, a line with
the number of voters first, and then lines `2,1,{2,3}`. Both are read.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.errors import InvalidInput
from app.sentences import say
from app.voting.files.names import duplicate
from app.voting.files.source import Source, is_number
from app.voting.rules.ballots import Approvals, Rank, Ranking, Rankings

_HEAD = re.compile(r"#\s*([A-Z ]*?)\s*(\d{0,9})\s*:\s*(.*)")
_SET = re.compile(r"\{([\d\s,]*)\}|(\d+)")
_ORDER = re.compile(r"(?:(?:\{[\d\s,]*\}|\d+)\s*(?:,\s*|$))*")


@dataclass(slots=True)
class _Content:
    """The lines of a file: alternatives by number, and each ballot line with its number."""

    names: dict[int, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    lines: list[tuple[int, int, str]] = field(default_factory=list)


def read_orders(source: Source) -> Rankings:
    """Rankings in which equal ranks are meant. Raises InvalidInput."""
    content = _content(source)
    ballots: Counter[Ranking] = Counter()
    for line, number, text in content.lines:
        ballots[_ranks(source, line, text, content.names)] += number
    _check_voters(source, content, ballots.total())
    return Rankings(tuple(content.names.values()), ballots, ties=True)


def read_approvals(source: Source) -> Approvals:
    """The first of two categories is the approved one. Raises InvalidInput."""
    content = _content(source)
    if content.sizes.get("NUMBER CATEGORIES", 2) > 2:
        raise source.error(1, say("Approval needs two categories at most, yes and no."))
    ballots: Counter[Rank] = Counter()
    for line, number, text in content.lines:
        ranks = _ranks(source, line, text, content.names)
        if len(ranks) > 2:
            raise source.error(line, say("There are more than two categories."))
        ballots[ranks[0] if ranks else ()] += number
    _check_voters(source, content, ballots.total())
    return Approvals(tuple(content.names.values()), ballots)


def _content(source: Source) -> _Content:
    numbered = [(number, line) for number, line in enumerate(source.lines(), 1) if line]
    if numbered[0][1].startswith("#"):
        content = _with_head(source, numbered)
    else:
        content = _with_bare_head(source, numbered)
    stated = content.sizes.get("NUMBER ALTERNATIVES", len(content.names))
    if len(content.names) != stated or sorted(content.names) != [*range(1, stated + 1)]:
        wrong = say("The head must name the alternatives 1 to %(count)s.", count=stated)
        raise source.error(1, wrong)
    if "" in content.names.values():
        raise source.error(1, say("An alternative has no name."))
    twice = duplicate(content.names.values())
    if twice is not None:
        raise source.error(1, say("Two alternatives are called “%(name)s”.", name=twice))
    return content


def _with_head(source: Source, numbered: Sequence[tuple[int, str]]) -> _Content:
    content = _Content()
    for at, line in numbered:
        if line.startswith("#"):
            head = _HEAD.fullmatch(line)
            if head and head[1] == "ALTERNATIVE NAME" and head[2]:
                content.names[int(head[2])] = head[3].strip()
            elif head and is_number(head[3]):
                content.sizes[head[1]] = int(head[3])
            continue
        number, colon, text = (part.strip() for part in line.partition(":"))
        if not colon or not is_number(number):
            raise source.error(at, say("A line must give how often, a colon, and the ballot."))
        content.lines.append((at, int(number), text))
    return content


def _with_bare_head(source: Source, numbered: Sequence[tuple[int, str]]) -> _Content:
    content = _Content()
    wrong = say("This is no PrefLib file: its head is missing.")
    if not is_number(numbered[0][1]):
        raise source.error(numbered[0][0], wrong)
    alternatives = int(numbered[0][1])
    if len(numbered) < alternatives + 2:
        raise source.error(numbered[-1][0], wrong)
    for at, line in numbered[1 : alternatives + 1]:
        number, comma, name = line.partition(",")
        if not comma or not is_number(number):
            raise source.error(at, say("A line of the head must give a number and a name."))
        content.names[int(number)] = name.strip()
    at, line = numbered[alternatives + 1]
    voters = [number.strip() for number in line.split(",")]
    if not all(map(is_number, voters)):
        raise source.error(at, say("This line must give the number of voters."))
    content.sizes = {
        "NUMBER ALTERNATIVES": alternatives,
        "NUMBER VOTERS": int(voters[0]),
    }
    for at, line in numbered[alternatives + 2 :]:
        number, _, text = (part.strip() for part in line.partition(","))
        if not is_number(number):
            raise source.error(at, say("A line must give how often, a comma, and the ballot."))
        content.lines.append((at, int(number), text))
    return content


def _ranks(source: Source, line: int, text: str, names: dict[int, str]) -> Ranking:
    if not _ORDER.fullmatch(text):
        raise source.error(line, say("“%(text)s” is not an order of alternatives.", text=text))
    ranks = []
    for tie, single in _SET.findall(text):
        numbers = re.findall(r"\d+", single or tie)
        for number in numbers:
            if not is_number(number) or int(number) not in names:
                raise _out_of_range(source, line, number, len(names))
        ranks.append(tuple(int(number) - 1 for number in numbers))
    return tuple(ranks)


def _out_of_range(source: Source, line: int, number: str, count: int) -> InvalidInput:
    wrong = say(
        "Alternative %(number)s is out of range: there are %(count)s.", number=number, count=count
    )
    return source.error(line, wrong)


def _check_voters(source: Source, content: _Content, found: int) -> None:
    """A file that was cut short says so by itself."""
    stated = content.sizes.get("NUMBER VOTERS", found)
    if stated != found:
        wrong = say(
            "The head states %(stated)s voters, the lines hold %(found)s.",
            stated=stated,
            found=found,
        )
        raise source.error(content.lines[-1][0] if content.lines else 1, wrong)
