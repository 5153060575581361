"""The line that counts a vote again: what of the bylaw it can say, and what it cannot."""

import shlex
from types import SimpleNamespace

import pytest

from app.bylaws.rules.decisions import parse_rule
from app.motions.models import Method
from app.voting.recounting import recount_of


def majority(number, amount, relation="more than"):
    return {"majority": {"votes": number, "is": relation, "amount": amount}}


TWO_THIRDS_OF_CAST = {"share": "2/3", "of": "cast"}
QUORUM = {"quorum": {"votes": "valid", "is": "at least", "amount": 5}}


@pytest.mark.parametrize(
    ("rule", "own", "ratio", "whole"),
    [
        (majority("for", {"share": 1, "of": "against"}), "1", None, True),
        (majority("for", {"share": 3, "of": "against"}), "2", "3", True),
        (majority("for", {"share": 3, "of": "against"}), "3.5", "7/2", True),
        (majority("for", {"share": "1/2", "of": "cast"}), "1", None, True),
        (majority("for", {"share": "0.55", "of": "cast"}), "1", "11/9", True),
        (majority("for", TWO_THIRDS_OF_CAST) | QUORUM, "1", "2", False),
        (majority("for", TWO_THIRDS_OF_CAST, "at least"), "1", None, False),
        (majority("for", {"share": 1, "of": "cast"}), "1", None, False),
        (majority("against", 0, "at most"), "1.5", "3/2", False),
    ],
)
def test_a_line_says_whether_it_asks_all_that_the_bylaw_asks(rule, own, ratio, whole):
    ballot = {"default": 3, "options": 3, "ratio": own}
    poll = SimpleNamespace(id=7, method=Method.SCHULZE, seats=1, seed="s", ballot=ballot)
    recount = recount_of(poll, ("Oven", "Bakery", "None"), parse_rule(rule), "hash")

    said = ["--ratio", f"Oven={ratio}", "--ratio", f"Bakery={ratio}"] if ratio else []
    assert shlex.split(recount.line)[10:] == ["--default-option", "None", *said]
    assert recount.whole is whole
