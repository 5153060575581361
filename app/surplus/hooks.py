"""What a distribution adds to the pages of motions and votes."""

from typing import Any

from flask import Flask, url_for

from app.coop import founded_coop
from app.money import Money
from app.motions import effects
from app.motions.effects import Description
from app.motions.rules.effects import EffectKind
from app.sentences import say
from app.surplus.rules.distribution import describe_plan, parse_plan


def _distribution(data: dict[str, Any]) -> Description:
    values = {
        "amount": str(Money(abs(data["surplus"]), founded_coop().currency)),
        "plan": describe_plan(parse_plan(data["plan"])),
    }
    sentence = say("A loss of %(amount)s is borne: %(plan)s", **values)
    if data["surplus"] > 0:
        sentence = say("A surplus of %(amount)s is shared out: %(plan)s", **values)
    return Description(sentence, url_for("surplus.list_distributions"))


def init_app(app: Flask) -> None:
    effects.describes(EffectKind.DISTRIBUTE_SURPLUS, _distribution)
