"""Bylaws of real bodies, as `tests/data/bylaws` keeps them."""

import json
from pathlib import Path

from app.bylaws.rules.decisions import DecisionRule, parse_rule

FOLDER = Path(__file__).parent.parent / "data" / "bylaws"
BODIES = ("arch", "colab", "debian", "hypha", "laws")


def rules_of(body: str) -> dict[str, DecisionRule]:
    data = json.loads((FOLDER / f"{body}.json").read_text())
    return {name: parse_rule(rule, name) for name, rule in data["rules"].items()}


EVERY_REAL_RULE = [rule for body in BODIES for rule in rules_of(body).values()]
