"""What a count leaves behind: its result, and a log from which anyone can follow it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from app.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Round:
    """The votes at one stage, and what was decided on them.

    `defeated` are moved on in the next round; `exhausted` is what has no next preference so far.
    """

    number: int
    votes: Mapping[str, Fraction]
    exhausted: Fraction
    elected: tuple[str, ...]
    defeated: tuple[str, ...]
    why: tuple[Sentence, ...]
    quota: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """The result of a count.

    `elected` is in order of election. `tied` says that a tie had to be broken, or could not be:
    then `tied_names` stand level for what is left to be filled, and none of them is elected.
    `valid` are the ballots that count: not blank, and for plurality and STV not spoilt at the
    first preference. `log` holds what concerns the whole count.
    """

    method: str
    candidates: tuple[str, ...]
    seats: int
    ballots: int
    valid: int
    elected: tuple[str, ...]
    tied: bool = False
    tied_names: tuple[str, ...] = ()
    quota: Fraction | None = None
    rounds: tuple[Round, ...] = ()
    pairwise: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    totals: Mapping[str, Fraction] = field(default_factory=dict)
    log: tuple[Sentence, ...] = ()
