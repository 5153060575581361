"""A result of which only the verdict is told: where few vote in secret, the numbers would say how
somebody voted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.bylaws.rules.decisions import Verdict
from app.motions.rules.questions import Method
from app.sentences import Sentence, say
from app.voting.rules.tally import Choice, Result

FEW = 5
"""The longest roll of a secret vote whose numbers are withheld."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is left of a `Result`. `present` as there; `casting`: the chair's vote in a tie."""

    entitled: int
    present: int | None
    verdict: Verdict
    casting: Choice | None = None

    quorum = None

    @property
    def numbers(self) -> str:
        """Where others have "31 : 7 : 4"."""
        return "– : – : –"

    @property
    def headline(self) -> Sentence:
        return (_HEADLINES if self.casting is None else _BY_CHAIR)[self.verdict]

    @property
    def why(self) -> Sentence:
        return _WHY

    def to_json(self) -> dict[str, Any]:
        return {
            "withheld": True,
            "entitled": self.entitled,
            "present": self.present,
            "verdict": str(self.verdict),
            "casting": str(self.casting) if self.casting else None,
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Withheld":
        casting = Choice(data["casting"]) if data["casting"] else None
        return Withheld(data["entitled"], data["present"], Verdict(data["verdict"]), casting)


_WHY = say(
    "So few vote here that the numbers would tell how somebody voted. They were counted when the "
    "urn was opened, and are kept nowhere."
)
_HEADLINES = {
    Verdict.CARRIED: say("Carried."),
    Verdict.DEFEATED: say("Defeated."),
    Verdict.INQUORATE: say("Not decided, too few took part."),
    Verdict.REFERRED: say("Not carried yet. The bylaws have another majority for the next vote."),
    Verdict.CARRIED_ONCE: say("Carried in the first of two votes. The second has to confirm it."),
    Verdict.TIED: say("Tied. The chair has the casting vote."),
}
_BY_CHAIR = {
    Verdict.CARRIED: say("Carried by the chair's casting vote."),
    Verdict.DEFEATED: say("Defeated by the chair's casting vote."),
}


def is_withheld(method: Method, *, secret: bool, entitled: int) -> bool:
    """Whether the numbers of a vote can be withheld: a secret one on a motion itself, with a roll
    of five or fewer. Between options the numbers are what is decided by."""
    return secret and not method.has_options and entitled <= FEW


def withheld(result: Result) -> Withheld:
    return Withheld(result.entitled, result.present, result.verdict, result.casting)
