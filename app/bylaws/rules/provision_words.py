"""What a rule provides for beside its vote, as members read it."""

from app.bylaws.rules.condition_words import describe, describe_amount
from app.bylaws.rules.decisions import DecisionRule
from app.bylaws.rules.provisions import PetitionRule, TermLimits, UrnKeys
from app.members.offices import OFFICES, Office
from app.sentences import Sentence, say, say_n


def provisions(rule: DecisionRule) -> list[Sentence]:
    """One sentence each; nothing where the rule leaves it to the usual."""
    sentences = [] if rule.amendment is None else [_amendment(rule)]
    if rule.urn is not None:
        sentences.append(urn(rule.urn))
    if rule.petition is not None:
        sentences.append(petition(rule.petition))
    return sentences + _terms(rule.most_terms)


def _amendment(rule: DecisionRule) -> Sentence:
    assert rule.amendment is not None  # noqa: S101 (asked by who calls)
    return say(
        "An amendment of such a motion is carried when %(condition)s.",
        condition=describe(rule.amendment),
    )


def urn(keys: UrnKeys) -> Sentence:
    return say(
        "The urn of a secret ballot has the keys of %(keys)s scrutineers, and %(needed)s of them "
        "open it.",
        keys=keys.keys,
        needed=keys.needed,
    )


def petition(rule: PetitionRule) -> Sentence:
    signed = describe_amount(rule.signatures)
    if not rule.within_days:
        return say(
            "A recall is put to the vote when %(amount)s have signed a petition for it.",
            amount=signed,
        )
    return say_n(
        "A recall is put to the vote when %(amount)s have signed a petition for it within a day.",
        "A recall is put to the vote when %(amount)s have signed a petition for it within "
        "%(count)s days.",
        rule.within_days,
        amount=signed,
    )


def _terms(limits: TermLimits) -> list[Sentence]:
    told = [_of_office(office, most) for office, most in limits.others]
    if not limits.usual:
        return told
    usual = say_n(
        "Nobody holds an office for more than one term in a row.",
        "Nobody holds an office for more than %(count)s terms in a row.",
        limits.usual,
    )
    return [usual, *told]


def _of_office(office: Office, most: int) -> Sentence:
    if not most:
        return say("%(office)s: as many terms in a row as wanted.", office=OFFICES[office])
    return say_n(
        "%(office)s: one term in a row at most.",
        "%(office)s: %(count)s terms in a row at most.",
        most,
        office=OFFICES[office],
    )
