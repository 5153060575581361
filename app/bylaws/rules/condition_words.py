"""Conditions as members say them."""

from dataclasses import replace
from fractions import Fraction

from app.bylaws.rules.conditions import (
    Amount,
    Compare,
    Condition,
    Join,
    Number,
    Relation,
    Root,
    Share,
)
from app.sentences import Sentence, say


def describe(condition: Condition) -> Sentence:
    """The condition as members say it, such as "more than half of the votes cast are for"."""
    if isinstance(condition, Join):
        parts = [grouped(part, describe(part)) for part in condition.conditions]
        return joined(condition.every, parts)
    plain = _PLAIN.get((condition.votes, condition.relation, condition.amount))
    if plain is not None:
        return plain
    match condition:
        case Compare(Number.FOR, Relation.AT_LEAST, Share(share, Number.AGAINST, lead)) if (
            share == 1 and lead > 0
        ):
            return say("at least %(lead)s more are for it than against it", lead=lead)
    amount = describe_amount(condition.amount)
    template = _VOTES[condition.votes, condition.relation]
    return Sentence(template.template, {"amount": amount})


def grouped(condition: Condition, sentence: Sentence) -> Sentence:
    """Its sentence as a part of a longer one: several conditions stay together."""
    if isinstance(condition, Join) and len(condition.conditions) > 1:
        return say("(%(conditions)s)", conditions=sentence)
    return sentence


def joined(every: bool, parts: list[Sentence]) -> Sentence:
    """Several conditions as one sentence, by "and" or "or"."""
    joint = say("%(first)s and %(second)s") if every else say("%(first)s or %(second)s")
    sentence = parts[0]
    for part in parts[1:]:
        sentence = Sentence(joint.template, {"first": sentence, "second": part})
    return sentence


def _all(whole: Number) -> Share:
    return Share(Fraction(1), whole)


_PLAIN: dict[tuple[Number, Relation, Amount], Sentence] = {
    (Number.FOR, Relation.MORE, _all(Number.AGAINST)): say("more are for than against"),
    (Number.FOR, Relation.AT_LEAST, _all(Number.AGAINST)): say(
        "at least as many are for as against"
    ),
    (Number.AGAINST, Relation.AT_MOST, 0): say("nobody is against it"),
    (Number.AGAINST, Relation.AT_MOST, 1): say("at most one is against it"),
    (Number.AGAINST, Relation.AT_MOST, _all(Number.FOR)): say("no more are against it than for it"),
    (Number.AGAINST, Relation.FEWER, _all(Number.FOR)): say("fewer are against it than for it"),
    (Number.FOR, Relation.AT_LEAST, _all(Number.CAST)): say("all votes cast are for it"),
    (Number.FOR, Relation.AT_LEAST, _all(Number.VALID)): say("all who vote are for it"),
    (Number.FOR, Relation.AT_LEAST, _all(Number.PRESENT)): say("all those present are for it"),
    (Number.FOR, Relation.AT_LEAST, _all(Number.ENTITLED)): say("all entitled to vote are for it"),
    (Number.FOR, Relation.AT_LEAST, _all(Number.ACTIVE)): say("all active members are for it"),
}
"""What is said otherwise than by the number, the relation and the amount one after another."""

_VOTES: dict[tuple[Number, Relation], Sentence] = {
    (Number.FOR, Relation.MORE): say("more than %(amount)s are for it"),
    (Number.FOR, Relation.AT_LEAST): say("at least %(amount)s are for it"),
    (Number.FOR, Relation.AT_MOST): say("at most %(amount)s are for it"),
    (Number.FOR, Relation.FEWER): say("fewer than %(amount)s are for it"),
    (Number.AGAINST, Relation.MORE): say("more than %(amount)s are against it"),
    (Number.AGAINST, Relation.AT_LEAST): say("at least %(amount)s are against it"),
    (Number.AGAINST, Relation.AT_MOST): say("at most %(amount)s are against it"),
    (Number.AGAINST, Relation.FEWER): say("fewer than %(amount)s are against it"),
    (Number.ABSTAIN, Relation.MORE): say("more than %(amount)s abstain"),
    (Number.ABSTAIN, Relation.AT_LEAST): say("at least %(amount)s abstain"),
    (Number.ABSTAIN, Relation.AT_MOST): say("at most %(amount)s abstain"),
    (Number.ABSTAIN, Relation.FEWER): say("fewer than %(amount)s abstain"),
    (Number.CAST, Relation.MORE): say("more than %(amount)s vote for or against it"),
    (Number.CAST, Relation.AT_LEAST): say("at least %(amount)s vote for or against it"),
    (Number.CAST, Relation.AT_MOST): say("at most %(amount)s vote for or against it"),
    (Number.CAST, Relation.FEWER): say("fewer than %(amount)s vote for or against it"),
    (Number.VALID, Relation.MORE): say("more than %(amount)s take part in the vote"),
    (Number.VALID, Relation.AT_LEAST): say("at least %(amount)s take part in the vote"),
    (Number.VALID, Relation.AT_MOST): say("at most %(amount)s take part in the vote"),
    (Number.VALID, Relation.FEWER): say("fewer than %(amount)s take part in the vote"),
    (Number.PRESENT, Relation.MORE): say("more than %(amount)s are present"),
    (Number.PRESENT, Relation.AT_LEAST): say("at least %(amount)s are present"),
    (Number.PRESENT, Relation.AT_MOST): say("at most %(amount)s are present"),
    (Number.PRESENT, Relation.FEWER): say("fewer than %(amount)s are present"),
    (Number.ENTITLED, Relation.MORE): say("more than %(amount)s are entitled to vote"),
    (Number.ENTITLED, Relation.AT_LEAST): say("at least %(amount)s are entitled to vote"),
    (Number.ENTITLED, Relation.AT_MOST): say("at most %(amount)s are entitled to vote"),
    (Number.ENTITLED, Relation.FEWER): say("fewer than %(amount)s are entitled to vote"),
    (Number.ACTIVE, Relation.MORE): say("more than %(amount)s are active members"),
    (Number.ACTIVE, Relation.AT_LEAST): say("at least %(amount)s are active members"),
    (Number.ACTIVE, Relation.AT_MOST): say("at most %(amount)s are active members"),
    (Number.ACTIVE, Relation.FEWER): say("fewer than %(amount)s are active members"),
}

_OF: dict[Number, Sentence] = {
    Number.FOR: say("those voting for"),
    Number.AGAINST: say("those voting against"),
    Number.ABSTAIN: say("those abstaining"),
    Number.CAST: say("the votes cast"),
    Number.VALID: say("all votes (abstentions included)"),
    Number.PRESENT: say("those present"),
    Number.ENTITLED: say("all entitled to vote"),
    Number.ACTIVE: say("all active members"),
}

_GREATER = say("the greater of %(first)s and %(second)s")
_SMALLER = say("the smaller of %(first)s and %(second)s")

_SHARES: dict[Fraction, Sentence] = {
    Fraction(1, 10): say("a tenth of %(whole)s"),
    Fraction(1, 5): say("a fifth of %(whole)s"),
    Fraction(1, 4): say("a quarter of %(whole)s"),
    Fraction(1, 3): say("a third of %(whole)s"),
    Fraction(1, 2): say("half of %(whole)s"),
    Fraction(3, 5): say("three fifths of %(whole)s"),
    Fraction(2, 3): say("two thirds of %(whole)s"),
    Fraction(3, 4): say("three quarters of %(whole)s"),
    Fraction(4, 5): say("four fifths of %(whole)s"),
    Fraction(1): say("%(whole)s"),
}


def describe_amount(amount: Amount) -> Sentence:
    if isinstance(amount, int):
        return say("%(number)s", number=amount)
    if isinstance(amount, Share):
        return _share(amount)
    if isinstance(amount, Root):
        if amount.times == 1:
            return say("the square root of the number of %(whole)s", whole=_OF[amount.of])
        return say(
            "%(times)s times the square root of the number of %(whole)s",
            times=_exact(amount.times),
            whole=_OF[amount.of],
        )
    parts = [describe_amount(part) for part in amount.amounts]
    if len(parts) == 2:
        both = {"first": parts[0], "second": parts[1]}
        template = _GREATER if amount.greatest else _SMALLER
        return Sentence(template.template, both)
    if amount.greatest:
        return say("the greatest of %(parts)s", parts=parts)
    return say("the least of %(parts)s", parts=parts)


def _share(amount: Share) -> Sentence:
    if amount.plus > 0:
        without = _share(replace(amount, plus=0))
        return say("%(amount)s plus %(number)s", amount=without, number=amount.plus)
    if amount.plus < 0:
        without = _share(replace(amount, plus=0))
        return say("%(amount)s but %(number)s", amount=without, number=-amount.plus)
    whole = _OF[amount.of]
    named = _SHARES.get(amount.share)
    if named is not None:
        return Sentence(named.template, {"whole": whole})
    if amount.share > 1:
        times = _exact(amount.share)
        return say("%(times)s times the number of %(whole)s", times=times, whole=whole)
    per_cent = amount.share * 100
    if (per_cent * 100).denominator > 1:  # in per cent it would be rounded
        return say("%(share)s of %(whole)s", share=str(amount.share), whole=whole)
    return say("%(share)s %% of %(whole)s", share=per_cent, whole=whole)


def _exact(times: Fraction) -> Fraction | str:
    """A number that no decimal can write is written as a fraction."""
    return str(times) if (times * 10_000).denominator > 1 else times
