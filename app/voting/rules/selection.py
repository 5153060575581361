"""The verdict on a vote between several options: what the count comes to by the bylaw.

The method says which option comes first. The bylaw says whether enough members took part, and
where it asks for more than "more for than against", whether enough ballots speak for that option:
then those that name it are for it, and the others that name any are against it. Where "none of
these" stands on the ballot, those that prefer the option to it are for it, and those that prefer
"none of these" are against it; so does the Debian constitution (A.6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.bylaws.rules.conditions import Numbers, holds
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Tie, Verdict
from app.bylaws.rules.judgement import carried_by, explain, judge
from app.money import decimal_text
from app.sentences import Sentence, say
from app.voting.rules.kept_counts import count_from_json, count_to_json
from app.voting.rules.results import Count
from app.voting.rules.ties import listed

_SHOWN = 4
"""So many figures make a tally: the leading ones."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The count and the verdict. `chosen` and `tied` are numbers of options; `casting`: the
    option with which the chair ended a tie."""

    count: Count
    entitled: int
    present: int | None
    verdict: Verdict
    why: Sentence
    quorum: Sentence | None = None
    chosen: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    casting: int | None = None

    @property
    def numbers(self) -> str:
        """The leading figures of the count: "12 : 8 : 3"."""
        return " : ".join(_leading(self.count)[:_SHOWN])

    @property
    def headline(self) -> Sentence:
        """The result in one sentence, the first that a member reads."""
        ballots = self.count.ballots
        if self.casting is not None:
            return say("Chosen by the chair's casting vote: %(names)s.", names=self._chosen_names)
        match self.verdict:
            case Verdict.CARRIED:
                return say(
                    "Chosen: %(names)s. %(valid)s of %(ballots)s ballots made a choice.",
                    names=self._chosen_names,
                    valid=self.count.valid,
                    ballots=ballots,
                )
            case Verdict.INQUORATE:
                return say("Not decided, too few took part: %(ballots)s ballots.", ballots=ballots)
            case Verdict.CARRIED_ONCE:
                return say(
                    "Chosen in the first of two votes: %(names)s. The second has to confirm it.",
                    names=listed(self.count.elected),
                )
            case Verdict.TIED:
                return say(
                    "Tied: %(names)s. The chair has the casting vote.",
                    names=listed(self.count.tied_names),
                )
        return say("No option was carried. Ballots: %(ballots)s.", ballots=ballots)

    @property
    def _chosen_names(self) -> str:
        return listed(self.count.candidates[number - 1] for number in self.chosen)

    def to_json(self) -> dict[str, Any]:
        return {
            "entitled": self.entitled,
            "present": self.present,
            "verdict": str(self.verdict),
            "why": self.why.to_json(),
            "quorum": self.quorum.to_json() if self.quorum else None,
            "chosen": list(self.chosen),
            "tied": list(self.tied),
            "casting": self.casting,
            "count": count_to_json(self.count),
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Selection":
        quorum = data["quorum"]
        return Selection(
            count=count_from_json(data["count"]),
            entitled=data["entitled"],
            present=data["present"],
            verdict=Verdict(data["verdict"]),
            why=Sentence.from_json(data["why"]),
            quorum=Sentence.from_json(quorum) if quorum else None,
            chosen=tuple(data["chosen"]),
            tied=tuple(data["tied"]),
            casting=data["casting"],
        )


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who could vote, and who attended where the poll belongs to an assembly; `supporters`:
    the ballots that name the option that comes first; `active`: as `tally.judged` has it."""

    entitled: int
    present: int | None
    supporters: int
    active: int | None = None


def selected(
    rule: DecisionRule, count: Count, turnout: Turnout, default: int | None = None
) -> Selection:
    """The result by the rule. `default`: the number of the option "none of these"."""
    numbers = _judged(count, turnout, _name(count, default))
    chosen, tied = _numbers(count, count.elected), _numbers(count, count.tied_names)
    verdict, why = _verdict(rule, count, numbers, default)
    if verdict is Verdict.DEFEATED and rule.stages:
        verdict = Verdict.REFERRED
    if verdict is Verdict.CARRIED:
        verdict = carried_by(rule, numbers)
    carried = verdict is Verdict.CARRIED
    return Selection(
        count=count,
        entitled=turnout.entitled,
        present=turnout.present,
        verdict=verdict,
        why=why,
        quorum=explain(rule.quorum, numbers) if rule.quorum else None,
        chosen=tuple(one for one in chosen if one != default) if carried else (),
        tied=tied if verdict is Verdict.TIED else (),
    )


def _judged(count: Count, turnout: Turnout, default: str | None) -> Numbers:
    """The numbers of the option that comes first, as for a motion; where "none of these" does,
    those of the option that most prefer to it."""
    who = (turnout.entitled, turnout.present, turnout.active)
    if default is None:
        against = count.valid - turnout.supporters
        return Numbers(turnout.supporters, against, count.ballots - count.valid, *who)
    duels = count.pairwise[default]
    first = next((name for name in count.elected if name != default), None)
    first = first or max(duels, key=lambda name: count.pairwise[name][default])
    over, under = count.pairwise[first][default], duels[first]
    return Numbers(over, under, count.ballots - over - under, *who)


def decided_for(tied: Selection, option: int) -> Selection:
    """A tie, decided by the casting vote; the count stays as it is."""
    return replace(tied, verdict=Verdict.CARRIED, chosen=(option,), casting=option)


def _verdict(
    rule: DecisionRule, count: Count, numbers: Numbers, default: int | None
) -> tuple[Verdict, Sentence]:
    if rule.quorum is not None and not holds(rule.quorum, numbers):
        judgement = judge(rule, numbers)
        return judgement.verdict, judgement.why
    if not count.valid:
        return Verdict.DEFEATED, say("No ballot made a choice.")
    if count.tied_names:
        if rule.tie is Tie.CHAIR and rule.majority == SIMPLE:
            return Verdict.TIED, say("The count leaves a tie, and the bylaws give it to the chair.")
        return Verdict.DEFEATED, say("The count leaves a tie: by the bylaws nothing is carried.")
    first = count.elected[0] if count.elected else None
    if first is None or first == _name(count, default):
        return Verdict.DEFEATED, say("No option won against the others.")
    if rule.majority == SIMPLE and len(count.elected) > 1:
        several = len(count.elected)
        return Verdict.CARRIED, say("The %(seats)s that come first are chosen.", seats=several)
    if rule.majority == SIMPLE:
        return Verdict.CARRIED, say("The option that comes first by the method is chosen.")
    judgement = judge(replace(rule, confirmation=None), numbers)
    verdict = Verdict.CARRIED if judgement.verdict is Verdict.CARRIED else Verdict.DEFEATED
    if default is not None:
        reason = say(
            "%(name)s comes first, and the ballots that prefer it to %(default)s count as for it. "
            "%(rule)s",
            name=first,
            default=_name(count, default),
            rule=judgement.why,
        )
        return verdict, reason
    return verdict, say(
        "%(name)s comes first, and the ballots that name it count as for it. %(rule)s",
        name=first,
        rule=judgement.why,
    )


def _name(count: Count, number: int | None) -> str | None:
    return None if number is None else count.candidates[number - 1]


def _numbers(count: Count, names: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(count.candidates.index(name) + 1 for name in names)


def _leading(count: Count) -> list[str]:
    """Totals, the last round's votes, or the winner against its closest rival."""
    if count.totals:
        return [decimal_text(total) for total in count.totals.values()]
    if count.rounds:
        votes = sorted(count.rounds[-1].votes.values(), reverse=True)
        return [decimal_text(vote, 0 if vote.denominator == 1 else 2) for vote in votes]
    if not count.elected:
        return [str(count.valid)]
    return [str(number) for number in _closest(count, count.elected[0])]


def _closest(count: Count, winner: str) -> tuple[int, int]:
    duels = [
        (votes, count.pairwise[other][winner]) for other, votes in count.pairwise[winner].items()
    ]
    return min(duels, key=lambda duel: (duel[0] - duel[1], duel), default=(count.valid, 0))
