"""Double entry: what must hold of every journal entry."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import RuleViolation
from app.sentences import say

# What beancount and hledger both read: capitalised ASCII parts joined by colons.
_CODE = re.compile(r"(Assets|Liabilities|Equity|Income|Expenses)(:[A-Z0-9][A-Za-z0-9-]*)+")


class Unbalanced(RuleViolation):
    sentence = say("Debits and credits differ: the entry was not booked.")


class NothingPosted(RuleViolation):
    sentence = say("A journal entry needs at least two postings, none of them zero.")


class UnknownCode(RuleViolation):
    sentence = say(
        "An account code reads like Expenses:Pay:Mine: a main account, then parts that begin "
        "with a capital letter or a digit."
    )


class AlreadyReversed(RuleViolation):
    sentence = say("This journal entry has been reversed already.")


@dataclass(frozen=True, slots=True)
class Line:
    """An amount on an account in minor units: debit positive, credit negative."""

    account: str
    amount: int


def check_balanced(lines: Sequence[Line]) -> None:
    """Raises NothingPosted for fewer than two lines or a zero line, Unbalanced where debits and
    credits differ."""
    if len(lines) < 2 or any(line.amount == 0 for line in lines):
        raise NothingPosted
    if sum(line.amount for line in lines):
        raise Unbalanced


def check_code(code: str) -> None:
    """Raises UnknownCode."""
    if not _CODE.fullmatch(code):
        raise UnknownCode


def kind_of(code: str) -> str:
    """The kind of account that a code's first part names."""
    return _KINDS[code.partition(":")[0]]


_KINDS = {
    "Assets": "asset",
    "Liabilities": "liability",
    "Equity": "equity",
    "Income": "income",
    "Expenses": "expense",
}
