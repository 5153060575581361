"""The names of funds as members read them."""

from flask import Flask

from app.sentences import Sentence, say
from app.treasury.fund_rules import EDUCATION, RESERVE, RESULT
from app.treasury.funds import Standing
from app.web.language import speak

NAMES: dict[str, Sentence] = {
    RESERVE: say("Indivisible reserve"),
    EDUCATION: say("Education fund"),
    RESULT: say("What is not shared out yet"),
}


def fund_name(one: Standing) -> str:
    return one.fund.name if one.fund else speak(NAMES[one.code])


def init_app(app: Flask) -> None:
    app.jinja_env.filters["fund_name"] = fund_name
