"""The counts that `docs/voting.md` shows are counted: from the ballots that stand above each."""

import re
from pathlib import Path

import pytest

from app.motions.rules.questions import Method
from app.motions.words import METHODS
from app.voting.counting import count
from app.voting.files.election import read_election
from app.voting.reports import to_text
from app.voting.rules.ballots import Overvotes, preferences
from app.voting.rules.marks import Form, ballots_of
from app.voting.rules.ties import Lot

GUIDE = (Path(__file__).parents[2] / "docs" / "voting.md").read_text()
NAMES = ("Oven", "Bakery", "Repair", "Nothing")
EXAMPLES = re.findall(
    r"```ballots\n(.*?)\n```\n\n```count (\w+) ?(\d?)\n(.*?)\n```", GUIDE, re.DOTALL
)


def test_every_method_is_explained():
    assert [method for method in METHODS if f"(`{method}`)" not in GUIDE] == []
    counted = {Method(method) for _, method, _, _ in EXAMPLES}
    assert counted == {method for method in Method if method.has_options}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[1])
def test_the_guide_shows_the_very_count(example):
    ballots, method, seats, shown = example
    form = Form(Method(method), len(NAMES), 10)
    lines = (line.split(" x ") for line in ballots.splitlines())
    papers = [paper for number, paper in lines for _ in range(int(number))]
    counted = "score" if form.method is Method.DOTS else method
    lot = Lot("bread and roses", published=True)
    made = count(counted, ballots_of(papers, form, NAMES), int(seats or 1), lot)
    assert to_text(made) == shown


def test_the_files_that_the_guide_shows_hold_the_same_ballots(tmp_path):
    files = re.findall(r"```(blt|soi|csv|txt)\n(.*?)\n```", GUIDE, re.DOTALL)
    assert [ending for ending, _ in files] == ["blt", "soi", "csv", "csv", "txt"]
    for ending, text in files:
        path = tmp_path / f"bread.{ending}"
        path.write_text(text)
        rankings = read_election(path, "irv").ballots
        named = {
            tuple(rankings.candidates[one] for one in preferences(ranks, Overvotes.STOP)): number
            for ranks, number in rankings.ballots.items()
        }
        assert named == {
            ("Oven", "Repair"): 2,
            ("Bakery", "Repair", "Oven"): 1,
            ("Repair", "Bakery"): 1,
            (): 1,
        }
