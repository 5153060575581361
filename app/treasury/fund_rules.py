"""Funds of the co-op: what the members set aside for a purpose, in an account of its own.

A fund is equity that the members bound to a purpose. It is filled and emptied by motions alone:
from the result that is not shared out yet, which the books show as an expense (set aside) or an
income (released), or from another fund. The indivisible reserve only grows, but for losses (the
co-operative laws of France, Italy and Spain). Amounts are minor units.
"""

from enum import StrEnum

from app.errors import InvalidInput, RuleViolation
from app.money import Money
from app.sentences import say
from app.treasury.rules import Line

RESERVE, EDUCATION = "Equity:Reserve", "Equity:Education"
FUNDS = "Equity:Funds"
RESULT = ""
"""In place of a fund's code: the result that is not shared out yet."""
SET_ASIDE, RELEASED = "Expenses:Funds", "Income:Funds"


class FundKind(StrEnum):
    PAY = "pay"
    OTHER = "other"


class Shortage(StrEnum):
    """What happens where a pay run takes more than the pay fund holds."""

    WARN = "warn"
    REFUSE = "refuse"


class FundStands(RuleViolation):
    sentence = say("There is a fund of this name already.")


class PayFundStands(RuleViolation):
    sentence = say("There is a pay fund already: the co-op has one.")


class FundUnknown(RuleViolation):
    sentence = say("The fund that it names does not exist.")


class SameFund(RuleViolation):
    sentence = say("The money would go where it is already.")


class ReserveStays(RuleViolation):
    sentence = say("The reserve is indivisible: nothing is taken out of it.")


class FundTooSmall(RuleViolation):
    def __init__(self, held: Money) -> None:
        super().__init__(say("There is not so much: only %(held)s can be moved.", held=held))


class PayFundShort(RuleViolation):
    def __init__(self, held: Money, bill: Money, lacking: Money) -> None:
        super().__init__(
            say(
                "The pay fund holds %(held)s, and this run takes %(bill)s. A motion must put "
                "%(lacking)s more into it before the run is approved.",
                held=held,
                bill=bill,
                lacking=lacking,
            )
        )


def fund_code(name: str) -> str:
    """The account of a fund by its short name: "Health" is "Equity:Funds:Health". Raises
    InvalidInput."""
    if not (name.isascii() and name.isalnum() and name[:1].isupper()):
        raise InvalidInput(
            say("A short name is one word of letters that begins with a capital: Health."), "code"
        )
    return f"{FUNDS}:{name}"


def check_transfer(source: str, target: str, amount: int, held: int, currency: str) -> None:
    """`held`: what stands in the source. Raises SameFund, ReserveStays, FundTooSmall."""
    if source == target:
        raise SameFund
    if source == RESERVE:
        raise ReserveStays
    if amount > held:
        raise FundTooSmall(Money(max(0, held), currency))


def transfer_lines(source: str, target: str, amount: int) -> list[Line]:
    """What moving an amount books."""
    return [Line(source or SET_ASIDE, amount), Line(target or RELEASED, -amount)]


def taken_by_pay(bill: int, held: int, shortage: Shortage, currency: str) -> int:
    """How much of a run's bill the pay fund bears: all of it, or what it holds where the members
    decided to be warned only; the rest lessens the result. A correction that takes pay back puts
    it back. Raises PayFundShort."""
    if bill > held and shortage is Shortage.REFUSE:
        amounts = (max(0, held), bill, bill - held)
        raise PayFundShort(*(Money(amount, currency) for amount in amounts))
    return min(bill, max(0, held))


def pay_lines(code: str, taken: int) -> list[Line]:
    """What a run books on the pay fund; nothing where nothing is taken."""
    if taken > 0:
        return transfer_lines(code, RESULT, taken)
    return transfer_lines(RESULT, code, -taken) if taken else []
