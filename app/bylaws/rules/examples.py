"""What a decision rule asks for, by example: where the boundary lies at several turnouts."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.bylaws.rules.conditions import Numbers, holds
from app.bylaws.rules.decisions import DecisionRule, Verdict
from app.bylaws.rules.judgement import verdict_of
from app.sentences import Sentence, say

FEWEST, MOST = 3, 100
"""Of fewer people no boundary can be shown, of more it need not be."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A turnout, and the numbers of votes for it that carry it when all others who do not abstain
    are against: `carried_by` lists them from–to. `too_few`: the quorum is missed."""

    entitled: int
    voting: int
    abstaining: int
    carried_by: tuple[Range, ...]
    too_few: bool = False


def examples(rule: DecisionRule, entitled: int) -> list[Example]:
    """All vote; three quarters of them; as many, and a quarter of these abstain; and as few as the
    quorum allows, and one fewer. Each is judged as a vote would be."""
    entitled = min(max(entitled, FEWEST), MOST)
    most = -(-3 * entitled // 4)
    turnouts = [(entitled, 0), (most, 0), (most, most // 4)]
    fewest = _fewest(rule, entitled)
    if fewest > 1:
        turnouts += [(fewest, 0), (fewest - 1, 0)]
    return [_example(rule, entitled, *turnout) for turnout in dict.fromkeys(turnouts)]


def _fewest(rule: DecisionRule, entitled: int) -> int:
    """The smallest turnout that meets the quorum; 0 where none does, or there is none to meet."""
    if rule.quorum is None:
        return 0
    turnouts = range(1, entitled + 1)
    met = (one for one in turnouts if holds(rule.quorum, _numbers(entitled, one, 0, one)))
    return next(met, 0)


def _example(rule: DecisionRule, entitled: int, voting: int, abstaining: int) -> Example:
    cast = voting - abstaining
    verdicts = [
        verdict_of(rule, _numbers(entitled, voting, abstaining, votes_for))
        for votes_for in range(cast + 1)
    ]
    carried = [verdict in {Verdict.CARRIED, Verdict.CARRIED_ONCE} for verdict in verdicts]
    too_few = set(verdicts) == {Verdict.INQUORATE}
    return Example(entitled, voting, abstaining, tuple(_ranges(carried)), too_few)


def _numbers(entitled: int, voting: int, abstaining: int, votes_for: int) -> Numbers:
    against = voting - abstaining - votes_for
    return Numbers(votes_for, against, abstaining, entitled, present=voting)


def _ranges(carried: list[bool]) -> Iterator[Range]:
    first: int | None = None
    for votes_for, is_carried in enumerate([*carried, False]):
        if is_carried and first is None:
            first = votes_for
        if not is_carried and first is not None:
            yield first, votes_for - 1
            first = None


def describe_example(example: Example) -> Sentence:
    """The example as members read it."""
    turnout = _turnout(example)
    if example.too_few:
        return say("%(turnout)s: too few take part.", turnout=turnout)
    match example.carried_by:
        case ():
            return say("%(turnout)s: not carried, however many are for it.", turnout=turnout)
        case ((fewest, most),) if most == example.voting - example.abstaining:
            return say(
                "%(turnout)s: carried with %(fewest)s for it, not with %(fewer)s.",
                turnout=turnout,
                fewest=fewest,
                fewer=fewest - 1,
            )
    carrying = [say("%(first)s to %(last)s", first=a, last=b) for a, b in example.carried_by]
    return say("%(turnout)s: carried with %(numbers)s for it.", turnout=turnout, numbers=carrying)


def _turnout(example: Example) -> Sentence:
    if example.abstaining:
        return say(
            "With %(entitled)s entitled and %(voting)s voting, %(abstaining)s of them abstaining",
            entitled=example.entitled,
            voting=example.voting,
            abstaining=example.abstaining,
        )
    return say(
        "With %(entitled)s entitled and %(voting)s voting",
        entitled=example.entitled,
        voting=example.voting,
    )
