"""A question with several answers: the methods of voting, the options, and what is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.errors import InvalidInput
from app.money import decimal_text, parse_decimal
from app.sentences import say


class Method(StrEnum):
    """How a motion is voted on. The first three ask about the motion itself; the others choose
    among its options."""

    MOTION = "motion"  # for, against, abstain
    CONSENT = "consent"  # agree, stand aside, object
    GRADES = "grades"  # five grades of agreement
    PLURALITY = "plurality"
    APPROVAL = "approval"
    SCORE = "score"
    DOTS = "dots"
    IRV = "irv"
    STV = "stv"
    MEEK = "meek"
    SCHULZE = "schulze"

    @property
    def has_options(self) -> bool:
        return self not in {Method.MOTION, Method.CONSENT, Method.GRADES}

    @property
    def is_ranked(self) -> bool:
        return self in {Method.IRV, Method.STV, Method.MEEK, Method.SCHULZE}


class Tied(StrEnum):
    """What ends a tie that the method leaves open, declared before the vote."""

    LOT = "lot"  # by a seed that is published when the vote opens
    BYLAW = "bylaw"  # as the bylaw says of the matter: the chair, or nothing is carried


MOST_OPTIONS = 60
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. `effect`: what it does if it is chosen, of the motion's own kind;
    `member_id`: who stands, in an election."""

    title: str
    text: str = ""
    effect: dict[str, Any] | None = None
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class BallotTerms:
    """What a method wants to know beside its options. `highest` score, `budget` of dots; for
    schulze the title of the `default` ("none of these") and the `ratio` by which an option must
    beat it."""

    highest: int = 5
    budget: int = 10
    default: str = ""
    ratio: Fraction = Fraction(1)
    tied: Tied = Tied.LOT

    def to_json(self, method: Method) -> dict[str, Any]:
        """Only what the method uses; nothing for a plain motion."""
        if not method.has_options:
            return {}
        data: dict[str, Any] = {"tied": str(self.tied)}
        if method is Method.SCORE:
            data["highest"] = self.highest
        if method is Method.DOTS:
            data["budget"] = self.budget
        if method is Method.SCHULZE and self.default:
            data |= {"default": self.default, "ratio": decimal_text(self.ratio)}
        return data

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "BallotTerms":
        return BallotTerms(
            highest=data.get("highest", 5),
            budget=data.get("budget", 10),
            default=data.get("default", ""),
            ratio=parse_decimal(data.get("ratio", "1")),
            tied=Tied(data.get("tied", Tied.LOT)),
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked and how. A plain motion is asked as it is, without options."""

    method: Method = Method.MOTION
    options: Sequence[Option] = ()
    seats: int = 1
    terms: BallotTerms = field(default_factory=BallotTerms)


def check_question(question: Question, fewest: int = 2) -> None:
    """Raises InvalidInput naming the part that cannot be. `fewest`: how many options there must
    be by now; an election fills them in later."""
    if not question.method.has_options:
        if question.options:
            raise InvalidInput(say("This method asks about the motion itself."), "method")
        return
    _check_options(question.options, fewest)
    _check_titles(question)
    if question.seats > 1 and question.method is Method.IRV:
        raise InvalidInput(
            say("Instant runoff chooses one. Take the single transferable vote for several."),
            "seats",
        )
    most = max(len(question.options), 1) if fewest else MOST_OPTIONS
    if not 1 <= question.seats <= most:
        raise InvalidInput(say("Choose at least one, at most as many as there are."), "seats")
    if question.seats > 1 and question.terms.tied is not Tied.LOT:
        raise InvalidInput(say("Where several are chosen, a tie is broken by lot."), "tied")
    _check_terms(question.method, question.terms)


def _check_options(options: Sequence[Option], fewest: int) -> None:
    if len(options) < fewest:
        raise InvalidInput(say("Write at least %(count)s options.", count=fewest), "options")
    if len(options) > MOST_OPTIONS:
        raise InvalidInput(say("Write at most %(count)s options.", count=MOST_OPTIONS), "options")


def _check_titles(question: Question) -> None:
    """Options are told apart by their titles in every count and file."""
    seen: set[str] = set()
    default = [question.terms.default] if question.method is Method.SCHULZE else []
    for title in [*(option.title for option in question.options), *filter(None, default)]:
        name = " ".join(title.split()).casefold()
        if not name or len(title) > LONGEST_TITLE:
            raise InvalidInput(say("An option needs a title of at most 200 characters."), "options")
        if name in seen:
            raise InvalidInput(say("Two options are called “%(title)s”.", title=title), "options")
        seen.add(name)


def _check_terms(method: Method, terms: BallotTerms) -> None:
    if method is Method.SCORE and not 1 <= terms.highest <= 100:
        raise InvalidInput(say("The highest score is from 1 to 100."), "highest")
    if method is Method.DOTS and not 1 <= terms.budget <= 1000:
        raise InvalidInput(say("Give from 1 to 1000 dots."), "budget")
    if method is Method.SCHULZE and terms.ratio < 1:
        raise InvalidInput(say("The ratio is 1 or more."), "ratio")
