"""Real elections, counted again: the results that their own bodies published."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.cli import artel

ELECTIONS = Path(__file__).parents[1] / "data" / "elections"
EXPECTED = json.loads((ELECTIONS / "expected.json").read_text())


def recount(file: str, method: str, *options: str) -> Any:
    command = ["voting", "count", str(ELECTIONS / file), "--method", method, "--format", "json"]
    result = CliRunner().invoke(artel, [*command, *options])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_burlington_2009_elects_kiss_by_instant_runoff_as_the_city_reported():
    known = EXPECTED["burlington_2009_mayor"]

    count = recount("burlington_2009_mayor.blt", "irv")

    assert count["elected"] == [known["winner"]]
    assert count["ballots"] == known["ballots_processed"]
    assert count["valid"] == known["valid_ballots"]
    assert count["tied"] is False
    first, second = known["rounds"][:2]
    assert _integers(count["rounds"][0]) == (first["votes"], first["exhausted"])
    # The city dropped the three certain losers together, we one at a time.
    assert [defeated for round_ in count["rounds"][:3] for defeated in round_["defeated"]] == [
        "James Simpson",
        "Write-in",
        "Dan Smith",
    ]
    assert _integers(count["rounds"][3]) == (second["votes"], second["exhausted"])
    # One ballot (2, 4, "3=5", 1) stops at its overvote here; the city gave it to Wright.
    assert _integers(count["rounds"][4]) == ({"Bob Kiss": 4313, "Kurt Wright": 4060}, 607)


def test_burlington_2009_has_three_winners_by_three_methods():
    known = EXPECTED["burlington_2009_mayor"]

    schulze = recount("burlington_2009_mayor.blt", "schulze")

    assert schulze["pairwise"] == known["pairwise"]
    assert schulze["elected"] == [known["other_methods"]["schulze"]]
    plurality = recount("burlington_2009_mayor.blt", "plurality")
    assert plurality["elected"] == [known["other_methods"]["plurality"]]


def test_glasgow_calton_agrees_at_every_stage_to_the_fifth_decimal():
    known = EXPECTED["glasgow_2007_calton"]

    count = recount("glasgow_2007_calton.blt", "stv")

    assert count["seats"] == 3
    assert count["ballots"] == count["valid"] == known["ballots"]
    assert count["quota"] == known["quota"]
    stages = [
        {"votes": round_["votes"], "non_transferable": round_["exhausted"]}
        for round_ in count["rounds"]
    ]
    assert stages == known["stages"]
    assert sorted(count["elected"]) == sorted(known["elected"])


def test_glasgow_calton_elects_in_the_order_of_reaching_the_quota():
    count = recount("glasgow_2007_calton.blt", "stv")

    assert count["elected"] == ["George Redmond", "Alison E Thewliss", "Ruth Simpson"]
    assert count["rounds"][0]["elected"] == ["George Redmond"]


def test_blank_ballots_do_not_raise_the_quota_of_the_maemo_council():
    known = EXPECTED["maemo_council_2018q1"]

    count = recount("maemo_council_2018q1.blt", "stv")

    assert count["ballots"] == known["ballots_in_file"]
    assert count["valid"] == known["ballots_in_file"] - known["blank_ballots"]
    assert count["quota"] == "12.00000"
    first = {name: int(float(vote)) for name, vote in count["rounds"][0]["votes"].items()}
    assert first == known["first_preferences"]
    assert sorted(count["elected"]) == sorted(known["elected"])


@pytest.mark.parametrize("method", ["stv", "meek"])
def test_stv_and_meek_elect_the_same_maemo_council(method):
    known = EXPECTED["maemo_council_2018q1"]

    assert sorted(recount("maemo_council_2018q1.blt", method)["elected"]) == sorted(
        known["elected"]
    )


@pytest.mark.parametrize("case", ["debian_dpl_2007", "debian_gr_2004_sarge", "debian_gr_2006_004"])
def test_debian_votes_agree_in_matrix_and_outcome(case):
    known = EXPECTED[case]
    names, acceptance = known["options"], known["options_acceptance"]
    ratios = [f"--ratio={one['option']}={one['required_ratio']}" for one in acceptance]

    count = recount(
        known["file"],
        "schulze",
        f"--default-option={known['default_option']}",
        f"--quorum={known['quorum']}",
        *ratios,
    )

    assert count["ballots"] == known["ballots"]
    matrix = [[count["pairwise"][one].get(other, 0) for other in names] for one in names]
    assert matrix == known["pairwise_row_over_column"]
    assert count["elected"] == [known["winner"]]
    dropped = [one["option"] for one in acceptance if not one["majority_met"]]
    assert [sentence for sentence in count["log"] if " is dropped" in sentence] == [
        sentence
        for option in dropped
        for sentence in count["log"]
        if sentence.startswith(f"{option} is dropped")
    ]


def _integers(round_: dict[str, Any]) -> tuple[dict[str, int], int]:
    return {name: int(vote) for name, vote in round_["votes"].items()}, int(round_["exhausted"])
