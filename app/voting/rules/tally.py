"""Counting for, against and abstain, and the verdict by the rule that stood at opening.

Whole votes and exact shares only. What is returned can be recomputed by anyone from the ballots
and the rule: `judged(rule, count(choices), …)`. Consent and grades of agreement are counted into
the same three numbers, so that every bylaw can judge them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.bylaws.rules.conditions import Numbers
from app.bylaws.rules.decisions import DecisionRule, Verdict
from app.bylaws.rules.judgement import explain, judge, needed_for
from app.motions.rules.questions import Method
from app.sentences import Sentence, say


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


ANSWERS = {
    Method.MOTION: {str(choice): choice for choice in Choice},
    Method.CONSENT: {
        "agree": Choice.FOR,
        "aside": Choice.ABSTAIN,
        "object": Choice.AGAINST,
    },
    Method.GRADES: {
        "fully": Choice.FOR,
        "mostly": Choice.FOR,
        "neither": Choice.ABSTAIN,
        "rather-not": Choice.AGAINST,
        "not-at-all": Choice.AGAINST,
    },
}
"""What each ballot comes to before the bylaw."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many ballots say what."""

    votes_for: int = 0
    against: int = 0
    abstain: int = 0

    @property
    def cast(self) -> int:
        """For and against."""
        return self.votes_for + self.against

    @property
    def valid(self) -> int:
        """All ballots, abstentions included."""
        return self.cast + self.abstain

    def __str__(self) -> str:
        return f"{self.votes_for} : {self.against} : {self.abstain}"


@dataclass(frozen=True, slots=True)
class Result:
    """The count and the verdict. `needed`: how many had to be for it, where the rule asks for
    a number of votes for; `casting`: the chair's vote that decided a tie; `marks`: how many wrote
    each answer, where there are others than for, against and abstain."""

    tally: Tally
    entitled: int
    present: int | None
    verdict: Verdict
    why: Sentence
    quorum: Sentence | None = None
    needed: int | None = None
    casting: Choice | None = None
    marks: Mapping[str, int] = field(default_factory=dict)

    @property
    def numbers(self) -> str:
        """For, against, abstained: "31 : 7 : 4"."""
        return str(self.tally)

    @property
    def headline(self) -> Sentence:
        """The result in one sentence, the first that a member reads."""
        template = _BY_CHAIR if self.casting is not None else _HEADLINES
        return Sentence(
            template[self.verdict].template,
            {
                "votes_for": self.tally.votes_for,
                "against": self.tally.against,
                "abstain": self.tally.abstain,
            },
        )

    def to_json(self) -> dict[str, Any]:
        data = {
            "for": self.tally.votes_for,
            "against": self.tally.against,
            "abstain": self.tally.abstain,
            "entitled": self.entitled,
            "present": self.present,
            "verdict": str(self.verdict),
            "why": self.why.to_json(),
            "quorum": self.quorum.to_json() if self.quorum else None,
            "needed": self.needed,
            "casting": str(self.casting) if self.casting else None,
        }
        return data | {"marks": dict(self.marks)} if self.marks else data

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Result":
        quorum, casting = data["quorum"], data["casting"]
        return Result(
            tally=Tally(data["for"], data["against"], data["abstain"]),
            entitled=data["entitled"],
            present=data["present"],
            verdict=Verdict(data["verdict"]),
            why=Sentence.from_json(data["why"]),
            quorum=Sentence.from_json(quorum) if quorum else None,
            needed=data["needed"],
            casting=Choice(casting) if casting else None,
            marks=data.get("marks", {}),
        )


_HEADLINES = {
    Verdict.CARRIED: say("Carried: %(votes_for)s for, %(against)s against, %(abstain)s abstained."),
    Verdict.DEFEATED: say(
        "Defeated: %(votes_for)s for, %(against)s against, %(abstain)s abstained."
    ),
    Verdict.INQUORATE: say(
        "Not decided, too few took part: %(votes_for)s for, %(against)s against, "
        "%(abstain)s abstained."
    ),
    Verdict.REFERRED: say(
        "Not carried yet: %(votes_for)s for, %(against)s against, %(abstain)s abstained. "
        "The bylaws have another majority for the next vote."
    ),
    Verdict.CARRIED_ONCE: say(
        "Carried in the first of two votes: %(votes_for)s for, %(against)s against, "
        "%(abstain)s abstained. The second has to confirm it."
    ),
    Verdict.TIED: say(
        "Tied: %(votes_for)s for, %(against)s against, %(abstain)s abstained. "
        "The chair has the casting vote."
    ),
}
_BY_CHAIR = {
    Verdict.CARRIED: say(
        "Carried by the chair's casting vote: %(votes_for)s for, %(against)s against, "
        "%(abstain)s abstained."
    ),
    Verdict.DEFEATED: say(
        "Defeated by the chair's casting vote: %(votes_for)s for, %(against)s against, "
        "%(abstain)s abstained."
    ),
}


def count(choices: Iterable[Choice]) -> Tally:
    """The ballots that count, one a member, added up."""
    counted = Counter(choices)
    return Tally(counted[Choice.FOR], counted[Choice.AGAINST], counted[Choice.ABSTAIN])


def votes_of(papers: Iterable[str], method: Method) -> tuple[Tally, dict[str, int]]:
    """The ballots of a method that asks about the motion itself: what they come to, and how many
    wrote each answer where the answers are others."""
    counted = Counter(papers)
    tally = count(ANSWERS[method][paper] for paper in counted.elements())
    if method is Method.MOTION:
        return tally, {}
    return tally, {answer: counted[answer] for answer in ANSWERS[method]}


def judged(
    rule: DecisionRule,
    tally: Tally,
    *,
    entitled: int,
    present: int | None = None,
    marks: Mapping[str, int] | None = None,
    active: int | None = None,
) -> Result:
    """The result by the rule. `entitled`: how many are on the roll; `present`: how many of
    them attended at closing, None outside an assembly; `active`: how many of them were active,
    None where the rule does not say who is. Where delegates have several votes each, all of
    these are votes."""
    numbers = Numbers(tally.votes_for, tally.against, tally.abstain, entitled, present, active)
    judgement = judge(rule, numbers)
    return Result(
        tally=tally,
        entitled=entitled,
        present=present,
        verdict=judgement.verdict,
        why=judgement.why,
        quorum=explain(rule.quorum, numbers) if rule.quorum else None,
        needed=needed_for(rule.majority, numbers),
        marks=marks or {},
    )


def decided_by_chair(tied: Result, casting: Choice) -> Result:
    """A tie, decided by the casting vote; the members' own numbers stay as they are."""
    return replace(tied, verdict=verdict_of(casting), casting=casting)


def verdict_of(casting: Choice) -> Verdict:
    return Verdict.CARRIED if casting is Choice.FOR else Verdict.DEFEATED
