"""The colony's years, 1922 to 1924: equal pay, goods or money, coal and its surplus, the first
steps towards piece-work, a recall, and three mines that join."""

from datetime import date
from fractions import Fraction
from typing import Any

from app.demo.kuzbass.cast import Colony, at, open_unit
from app.demo.kuzbass.coal_year import share_surplus, tell_coal
from app.demo.kuzbass.disputes import amend_contract, recall_john
from app.demo.kuzbass.polls import NOTHING, decided
from app.motions.models import EffectKind
from app.motions.rules.effects import Effect
from app.wages.actions import keep_scheme
from app.wages.adjustments.actions import set_goods_price
from app.wages.rules.parse import parse_terms

EQUAL = {"hourly": {"rate": "0.25"}}
HEWERS: dict[str, Any] = {"sum": [{"crew": {}}, {"hourly": {"rate": "0.05"}}]}
BREAD = "Bread"


def tell_years(colony: Colony) -> None:
    _equal_pay(colony)
    _pay_in_kind(colony)
    tell_coal(colony)
    _first_steps_of_piece_work(colony)
    amend_contract(colony)
    share_surplus(colony)
    recall_john(colony)
    _mines_join(colony)


def _equal_pay(colony: Colony) -> None:
    scheme = keep_scheme(
        "Equal pay by the hour", parse_terms(EQUAL), by=None, at=at(date(1922, 11, 1))
    )
    decided(
        colony,
        "Equal pay for every hour",
        "Every hour worked in the colony is paid alike: 0.25 roubles, below ground and above, "
        "for the hewer and for the typist.",
        "We came to build together. Whoever works an hour gives an hour.",
        Effect(EffectKind.ADOPT_WAGE_SCHEME, {"scheme_id": scheme.id, "hash": scheme.hash}),
        movers=("ethel", "eino"),
        tally=(28, 4, 2),
        on=date(1922, 11, 6),
        commences_on=date(1922, 12, 1),
    )


def _pay_in_kind(colony: Colony) -> None:
    """Pay in goods is wanted and voted down; bread from the stores against pay is voted up."""
    decided(
        colony,
        "Half of the pay in goods",
        "Half of what a member earns is handed out in flour, felt boots and coal from the stores.",
        "The rouble buys less every week. A sack of flour stays a sack of flour.",
        NOTHING,
        movers=("stepan", "timofei"),
        tally=(15, 19, 3),
        on=date(1922, 12, 4),
    )
    bread = decided(
        colony,
        "Bread from the stores, against pay",
        "Who wants to can take bread from the stores. A kilogram counts 0.06 roubles and is taken "
        "off at the end of the month; nobody has to take any.",
        "Goods for those who ask for them, money for everybody else.",
        NOTHING,
        movers=("ilya", "hilda"),
        tally=(31, 3, 2),
        on=date(1922, 12, 18),
    )
    assert bread.decision_id is not None  # noqa: S101
    set_goods_price(
        BREAD,
        "kg",
        Fraction(6, 100),
        from_on=date(1923, 1, 1),
        decision_id=bread.decision_id,
        by=colony.id("willem"),
        at=at(date(1922, 12, 30)),
    )


def _first_steps_of_piece_work(colony: Colony) -> None:
    """A norm in the shops is agreed on; the hewers' piece-work falls short of two thirds; a rate
    for machine parts is set, to reckon with."""
    norm = {"item_id": colony.items["repair"].id, "minutes": "110"}
    decided(
        colony,
        "A machine part in 110 minutes",
        "The norm for a repaired machine part is 110 minutes instead of 120.",
        "The new lathe is here. We measured for three weeks, and everybody could look on.",
        Effect(EffectKind.SET_NORM, norm),
        movers=("henri", "george"),
        tally=(24, 9, 4),
        on=date(1923, 5, 7),
        commences_on=date(1923, 6, 1),
    )
    scheme = keep_scheme(
        "Piece-work for the hewers", parse_terms(HEWERS), by=None, at=at(date(1923, 7, 1))
    )
    decided(
        colony,
        "Piece-work for the hewers",
        "The brigades are paid by the tonne, and everybody 0.05 roubles an hour besides.",
        "The neighbouring trust pays its hewers by the tonne.",
        Effect(EffectKind.ADOPT_WAGE_SCHEME, {"scheme_id": scheme.id, "hash": scheme.hash}),
        movers=("karl", "mikko"),
        tally=(20, 15, 2),
        on=date(1923, 7, 2),
    )
    rate = {"item_id": colony.items["repair"].id, "rate": "0.60"}
    decided(
        colony,
        "A machine part counts 0.60",
        "A repaired machine part is reckoned at 0.60 roubles instead of 0.55.",
        "Rates first, then we see what piece-work would pay.",
        Effect(EffectKind.SET_PIECE_RATE, rate),
        movers=("john", "olena"),
        tally=(27, 6, 3),
        on=date(1923, 8, 27),
        commences_on=date(1923, 10, 1),
    )


def _mines_join(colony: Colony) -> None:
    motion = decided(
        colony,
        "The southern mines join the colony",
        "The mines of Kolchugino, Prokopyevsk and Kiselyovsk join the colony on 10 November "
        "1924, with the rights and duties of every site.",
        "",
        NOTHING,
        movers=("willem", "pavel"),
        tally=(25, 6, 0),
        on=date(1924, 10, 20),
        commences_on=date(1924, 11, 10),
    )
    for one in colony.data["unit"]:
        if "joins" in one:
            open_unit(one, colony.units, one["joins"], motion.decision)
