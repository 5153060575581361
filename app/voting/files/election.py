"""Reading an election from any of the files in use, told apart by their ending and content."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.errors import InvalidInput
from app.sentences import say
from app.voting.files import blt, csv_ballots, debian, preflib
from app.voting.files.source import Source
from app.voting.rules.ballots import Ballots


@dataclass(frozen=True, slots=True)
class ElectionFile:
    """What a file holds. `seats` is None where its form does not state them; `sha256` is the
    digest of the file as it lies on the disk."""

    ballots: Ballots
    seats: int | None
    sha256: str


def read_election(path: Path, method: str) -> ElectionFile:
    """Read the ballots in `path`; `method` says what the cells of a per-ballot CSV mean.

    Raises InvalidInput that names the file, the line and the reason.
    """
    ending = path.suffix.lower()
    if ending == ".blt":
        source = Source(path)
        paper = blt.read(source)
        return ElectionFile(paper.rankings, paper.seats, source.sha256)
    if ending not in _READERS:
        endings = ", ".join((".blt", *_READERS))
        unknown = say("The ending must be one of %(endings)s.", endings=endings)
        raise InvalidInput(unknown, str(path))
    source = Source(path)
    return ElectionFile(_READERS[ending](source, method), None, source.sha256)


_READERS: dict[str, Callable[[Source, str], Ballots]] = {
    ".soi": lambda source, _: preflib.read_orders(source),
    ".soc": lambda source, _: preflib.read_orders(source),
    ".toi": lambda source, _: preflib.read_orders(source),
    ".toc": lambda source, _: preflib.read_orders(source),
    ".cat": lambda source, _: preflib.read_approvals(source),
    ".csv": csv_ballots.read,
    ".txt": lambda source, _: debian.read(source),
}
