"""Double entry: what must hold of every journal entry."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import RuleViolation
from app.sentences import say

# What beancount and hledger both read: capitalised ASCII parts joined by colons.
_CODE = re.compile(r"(Assets|Liabilities|Equity|Income|Expenses)(:[A-Z0-9][A-Za-z0-9-]*)+")


BANK = "Assets:Bank"


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


class RestsOnDecision(RuleViolation):
    sentence = say(
        "This entry came with a pay run, a payment or a decision: it is put right there, not in "
        "the journal."
    )


class SameHand(RuleViolation):
    sentence = say("You entered this account. Somebody else must confirm it.")


class AccountConfirmed(RuleViolation):
    sentence = say("This account is confirmed already, or a later one took its place.")


class NobodyToPay(RuleViolation):
    sentence = say("There is nothing to pay out.")


class OrderStands(RuleViolation):
    sentence = say("The payments are listed already. Withdraw that list before making another.")


class OrderWithdrawn(RuleViolation):
    sentence = say("This list of payments was withdrawn.")


class PaidAlready(RuleViolation):
    sentence = say("This is paid already.")


class NotPaid(RuleViolation):
    sentence = say("This is not noted as paid: there is nothing to take back.")


class PaidApart(RuleViolation):
    sentence = say("Each payment of this list is noted as paid where its invoice stands.")


class NotInEuros(RuleViolation):
    sentence = say("A SEPA file carries euros alone. Pay by the list instead.")


class NoCoopAccount(RuleViolation):
    sentence = say(
        "When this list was made, the co-op had no confirmed account to pay from. Enter one, have "
        "it confirmed, withdraw the list and make it again."
    )


class NobodyByBank(RuleViolation):
    sentence = say("Nobody on this list is paid by bank: there is no file to make.")


# EPC409-09, "list of SEPA scheme countries" (version 6, 2025), as they stand in an IBAN.
_SEPA = (
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK "
    "MT NL NO PL PT RO RS SE SI SK SM VA"
)


def in_sepa(iban: str) -> bool:
    """Whether a SEPA transfer reaches the account."""
    return iban[:2] in _SEPA


@dataclass(frozen=True, slots=True)
class Payee:
    """Whom an order pays, in minor units; without an IBAN, in cash. about, text: as in
    `models.Payment`."""

    member_id: int | None
    holder: str
    iban: str | None
    amount: int
    about: str = ""
    text: str = ""

    @property
    def by_bank(self) -> bool:
        """Whether a SEPA transfer pays them."""
        return self.iban is not None and in_sepa(self.iban)


@dataclass(frozen=True, slots=True)
class Line:
    """An amount on an account in minor units: debit positive, credit negative."""

    account: str
    amount: int


def payment_lines(owed_code: str, total: int) -> list[Line]:
    """What paying books. One sum from the bank, whoever is paid in cash: all members may read the
    journal, and a sum in cash for one of them would be that member's pay."""
    return [Line(owed_code, total), Line(BANK, -total)]


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


def rests_on_decision(code: str) -> bool:
    """Whether an account is booked only with what was decided: what members own or are owed, and
    the funds of the co-op."""
    return code.startswith(_BY_DECISION)


_BY_DECISION = (
    "Liabilities:Pay",
    "Liabilities:Capital",
    "Equity:Capital",
    "Equity:Reserve",
    "Equity:Education",
    "Equity:Funds",
    "Expenses:Funds",
    "Income:Funds",
)


def kind_of(code: str) -> str:
    """The kind of account that a code's first part names."""
    return _KINDS[code.partition(":")[0]]


def above(code: str) -> str:
    """The account that an account is a part of: that of "Liabilities:Pay:M0012" is
    "Liabilities:Pay"."""
    return code.rpartition(":")[0]


_KINDS = {
    "Assets": "asset",
    "Liabilities": "liability",
    "Equity": "equity",
    "Income": "income",
    "Expenses": "expense",
}
