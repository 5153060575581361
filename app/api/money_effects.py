"""What motions about the co-op's money do, as callers write it. Amounts are decimal strings in the
co-op's currency; the motion keeps them in minor units."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from app.api.values import Deed, Id, Line, Positive
from app.coop import founded_coop
from app.errors import InvalidInput
from app.members.models import Office
from app.money import MOST_BOOKED, digits, minor_text, parse_decimal, to_minor
from app.motions.rules.effects import EffectKind
from app.sentences import say
from app.surplus.actions import sum_to_share
from app.surplus.rules.distribution import Measure, parse_plan
from app.treasury.fund_rules import FundKind, Shortage

Share = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]+([./][0-9]+)?$", max_length=30, description="A part of one: 0.15 or 1/3."
    ),
]


class OpenFund(Deed, frozen=True, tag="open-fund"):
    """A fund of the co-op. `code`: one capitalised word; the account of "Health" is
    "Equity:Funds:Health". `purpose`: pay runs are paid out of the pay fund, of which there is one;
    `shortage`: what happens where a run takes more than it holds."""

    code: Line
    name: Line
    purpose: FundKind = FundKind.OTHER
    shortage: Shortage = Shortage.WARN


class TransferFund(Deed, frozen=True, tag="transfer-fund"):
    """An amount goes from one fund's account to another's; an empty one is the result that is
    not shared out yet."""

    source: Line
    target: Line
    amount: Positive


class NewBudgetLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much for a purpose, on an account of expenses."""

    purpose: Line
    account: Line
    unit_id: Id
    amount: Positive


class AdoptBudget(Deed, frozen=True, tag="adopt-budget"):
    """What may be spent for which purpose, from its first day to its last."""

    name: Line
    from_on: date
    to_on: date
    lines: Annotated[list[NewBudgetLine], Meta(min_length=1)]


class GrantSpending(Deed, frozen=True, tag="grant-spending"):
    """Who holds the office spends from a budget's line: `once` at most at once, `in_all` in each
    span of `months`. Nothing at once takes the limit away."""

    line_id: Id
    office: Office
    unit_id: Id
    once: Positive
    in_all: Positive
    months: Literal[1, 3, 12]
    to_on: date | None = None


class SharingPlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parts of the whole for the reserve and for education; the rest is the members', `by` hours,
    pay or equally (together one). `reserve_bears`: the reserve's part of a loss. `years`: in how
    many yearly parts the capital of who leaves is paid out."""

    reserve: Share
    education: Share
    by: dict[Measure, Share]
    reserve_bears: Share = "1"
    years: int = 5


class DistributeSurplus(Deed, frozen=True, tag="distribute-surplus"):
    """What stands in the books of a time and is not shared out yet is shared by a plan. The sum is
    taken from the books now; where they change before the day, nothing is shared."""

    from_on: date
    to_on: date
    plan: SharingPlan


_AMOUNTS: dict[EffectKind, frozenset[str]] = {
    EffectKind.TRANSFER_FUND: frozenset({"amount"}),
    EffectKind.ADOPT_BUDGET: frozenset({"amount"}),
    EffectKind.GRANT_SPENDING: frozenset({"once", "in_all"}),
    EffectKind.DISTRIBUTE_SURPLUS: frozenset({"surplus"}),
}


def in_minor_units(kind: EffectKind, data: dict[str, Any]) -> dict[str, Any]:
    """The values as `motions` keeps them. Raises InvalidInput where an amount is finer than the
    currency."""
    if kind is EffectKind.OPEN_FUND:
        return {("kind" if name == "purpose" else name): data[name] for name in data}
    return _amounts(data, _AMOUNTS.get(kind, frozenset()), _minor)


def in_decimals(kind: EffectKind, data: dict[str, Any]) -> dict[str, Any]:
    """The values as callers write them."""
    if kind is EffectKind.OPEN_FUND:
        return {("purpose" if name == "kind" else name): data[name] for name in data}
    places = digits(founded_coop().currency)
    return _amounts(data, _AMOUNTS.get(kind, frozenset()), lambda minor: minor_text(minor, places))


def with_the_sum_that_stands(body: DistributeSurplus, data: dict[str, Any]) -> dict[str, Any]:
    """Raises as `surplus.actions.sum_to_share`, and InvalidInput where the plan is none."""
    plan = parse_plan(data["plan"])
    surplus = sum_to_share(plan, from_on=body.from_on, to_on=body.to_on)
    return {**data, "surplus": surplus, "plan": plan.to_json()}


def _amounts(
    values: dict[str, Any], names: frozenset[str], convert: Callable[[Any], Any]
) -> dict[str, Any]:
    """The same values, with those of these names converted, in the lines too."""
    return {
        name: convert(value)
        if name in names
        else [_amounts(line, names, convert) for line in value]
        if name == "lines"
        else value
        for name, value in values.items()
    }


def _minor(text: str) -> int:
    amount, places = parse_decimal(text), digits(founded_coop().currency)
    if (amount * 10**places).denominator != 1:
        raise InvalidInput(
            say("An amount is not finer than the co-op's currency."), "effect.amount"
        )
    if amount * 10**places > MOST_BOOKED:
        raise InvalidInput(say("That is more than the books can hold."), "effect.amount")
    return to_minor(amount, places)
