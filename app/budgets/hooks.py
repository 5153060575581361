"""What budgets and limits add to the pages of motions and votes."""

from datetime import date
from typing import Any

from flask import Flask, url_for
from sqlalchemy import select

from app.budgets import words
from app.budgets.models import BudgetLine
from app.budgets.words import NAMES
from app.coop import founded_coop
from app.db import db
from app.members.models import Office, Unit
from app.members.words import OFFICES
from app.money import Money
from app.motions import effects
from app.motions.effects import Description
from app.motions.rules.effects import EffectKind
from app.sentences import Sentence, say
from app.treasury.fund_rules import FundKind
from app.treasury.models import Fund


def _money(minor: int) -> Money:
    return Money(minor, founded_coop().currency)


def _budget(data: dict[str, Any]) -> Description:
    sentence = say(
        "Budget “%(name)s” from %(first)s to %(last)s, %(total)s in all:",
        name=data["name"],
        first=date.fromisoformat(data["from_on"]),
        last=date.fromisoformat(data["to_on"]),
        total=_money(sum(line["amount"] for line in data["lines"])),
    )
    for line in data["lines"]:
        part = say(
            "%(amount)s for “%(purpose)s” of %(unit)s (%(account)s).",
            amount=_money(line["amount"]),
            purpose=line["purpose"],
            unit=_unit(line["unit_id"]),
            account=line["account"],
        )
        sentence = say("%(first)s %(second)s", first=sentence, second=part)
    return Description(sentence, url_for("budgets.list_budgets"))


def _limit(data: dict[str, Any]) -> Description:
    line = db.session.get(BudgetLine, data["line_id"])
    if line is None:
        return Description(say("An office may spend from a line that is not known here."))
    values = {
        "office": OFFICES[Office(data["office"])],
        "unit": _unit(data["unit_id"]),
        "purpose": line.purpose,
    }
    address = url_for("budgets.show_line", line_id=line.id)
    if not data["once"]:
        return Description(
            say("%(office)s of %(unit)s spends no more from “%(purpose)s”.", **values), address
        )
    sentence = say(
        "%(office)s of %(unit)s may spend from “%(purpose)s”: at most %(once)s at once and "
        "%(in_all)s %(span)s.",
        **values,
        once=_money(data["once"]),
        in_all=_money(data["in_all"]),
        span=_EACH[data["months"]],
    )
    return Description(sentence, address)


_EACH = {1: say("in a month"), 3: say("in a quarter"), 12: say("in a year")}


def _fund(data: dict[str, Any]) -> Description:
    sentence = say("A fund is opened: %(name)s.", name=data["name"])
    if data["kind"] == FundKind.PAY:
        sentence = say("%(first)s %(second)s", first=sentence, second=_SHORTAGE[data["shortage"]])
    return Description(sentence, url_for("funds.list_funds"))


_SHORTAGE = {
    "warn": say("Pay runs are paid out of it, and the page of a run warns where it holds less."),
    "refuse": say(
        "Pay runs are paid out of it, and none is approved that takes more than it holds."
    ),
}


def _transfer(data: dict[str, Any]) -> Description:
    names = {row.code: row.name for row in db.session.execute(select(Fund.code, Fund.name))}
    source, target = (
        NAMES.get(data[side]) or names.get(data[side]) or data[side]
        for side in ("source", "target")
    )
    sentence = say(
        "%(amount)s go from “%(source)s” to “%(target)s”.",
        amount=_money(data["amount"]),
        source=source,
        target=target,
    )
    return Description(sentence, url_for("funds.list_funds"))


def _unit(unit_id: int) -> str | Sentence:
    unit = db.session.get(Unit, unit_id)
    return say("something that is not known here") if unit is None else unit.name


def init_app(app: Flask) -> None:
    words.init_app(app)
    effects.describes(EffectKind.OPEN_FUND, _fund)
    effects.describes(EffectKind.TRANSFER_FUND, _transfer)
    effects.describes(EffectKind.ADOPT_BUDGET, _budget)
    effects.describes(EffectKind.GRANT_SPENDING, _limit)
