"""In which order amendments are voted on: the most far-reaching first, as assemblies do, so that
who prefers a milder one can still vote for it after the stronger one has failed.

Proposed here with its reasons; the chair sets it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from app.motions.rules.paragraphs import Changes, Kind, paragraphs_of
from app.motions.rules.word_diff import word_diff
from app.sentences import Sentence, say, say_n


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an amendment goes from the motion. `struck`: paragraphs that only go; `step`: how
    far the amount moves, as a share of the motion's; `share`: words that go or come, as a share
    of the motion's."""

    number: int
    struck: int
    step: Fraction
    share: Fraction

    @property
    def reason(self) -> Sentence:
        """Why it stands where it does, the weightiest first."""
        if self.struck:
            return say_n("It strikes a paragraph.", "It strikes %(count)s paragraphs.", self.struck)
        if self.step:
            return say("It moves the amount by %(share)s %%.", share=_per_cent(self.step))
        return say(
            "It changes words: %(share)s %% of the motion's length.", share=_per_cent(self.share)
        )


def reach(
    number: int, text: str, changes: Changes, amounts: tuple[Fraction, Fraction] | None = None
) -> Reach:
    """How far an amendment of this text goes; `amounts`: the motion's and the amendment's."""
    present = paragraphs_of(text)
    struck = sum(change.kind is Kind.DELETE for change in changes)
    words = 0
    for change in changes:
        old = "" if change.kind is Kind.INSERT else present[change.paragraph - 1]
        pieces = word_diff(old, change.text)
        words += sum(len(piece.text.split()) for piece in pieces if piece.kind != "same")
    step = Fraction(0)
    if amounts is not None and amounts[0] != amounts[1]:
        step = abs(amounts[1] - amounts[0]) / amounts[0] if amounts[0] else Fraction(1)
    return Reach(number, struck, step, Fraction(words, max(1, len(text.split()))))


def proposed_order(found: Iterable[Reach]) -> list[Reach]:
    """Who strikes most comes first, then who moves the amount farthest, then who changes most
    words; of equals, the one proposed first."""
    return sorted(found, key=lambda one: (-one.struck, -one.step, -one.share, one.number))


def _per_cent(share: Fraction) -> int:
    """Half up; at least 1, as something is changed."""
    return max(1, int(share * 100 + Fraction(1, 2)))
