"""Gives the templates the words of the log, and motions on rates and norms theirs; keeps the
sums of the log with every commit."""

from typing import Any

from flask import Flask, url_for

from app.coop import founded_coop
from app.db import db
from app.members.activity import shown_by
from app.money import parse_decimal
from app.motions import effects
from app.motions.effects import Description
from app.motions.rules.effects import EffectKind
from app.production import sums, words
from app.production.models import Item
from app.production.queries import worked
from app.sentences import Sentence, say


def _rate(data: dict[str, Any]) -> Description:
    return _about(
        data,
        say(
            "The piece rate of %(item)s is %(amount)s %(currency)s per %(measure)s.",
            amount=parse_decimal(data["rate"]),
            currency=founded_coop().currency,
        ),
    )


def _norm(data: dict[str, Any]) -> Description:
    return _about(
        data,
        say(
            "The norm of %(item)s is %(amount)s minutes per %(measure)s.",
            amount=parse_decimal(data["minutes"]),
        ),
    )


def _about(data: dict[str, Any], sentence: Sentence) -> Description:
    item = db.session.get(Item, data["item_id"])
    if item is None:
        return Description(say("It is about an item that is not known here."))
    values = {**sentence.values, "item": item.name, "measure": item.measure}
    address = url_for("production.show_item", item_id=item.id)
    return Description(Sentence(sentence.template, values), address)


def init_app(app: Flask) -> None:
    words.init_app(app)
    if sums.bring_up_to_date not in db.before_commit:
        db.before_commit.insert(0, sums.bring_up_to_date)  # before the record seals
    shown_by("production", worked)
    effects.describes(EffectKind.SET_PIECE_RATE, _rate)
    effects.describes(EffectKind.SET_NORM, _norm)
