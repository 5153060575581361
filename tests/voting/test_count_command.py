"""`artel voting count`: what it prints, and how it refuses."""

import json
import subprocess
import sys
from hashlib import sha256

import pytest
from click.testing import CliRunner

from app.cli import artel

BALLOTS = '3 1\n4 1 2 0\n4 2 1 0\n1 3 0\n0\n"Zoë"\n"Ben"\n"Cid"\n'
TWO_RATIOS = ("--ratio", "Cid=2", "--ratio", "Cid=3")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.blt"
    path.write_text(BALLOTS)
    return path


@pytest.fixture
def tally(tmp_path):
    path = tmp_path / "tally.txt"
    head = "Option 1--->: Ann = one\n / Option 2-->: Further discussion  ||/\n"
    path.write_text(head + "V: 12\n" * 3 + "V: 21\n" * 2)
    return path


RIVALS = {"Ben", "Cid"}


def run(*arguments):
    return CliRunner().invoke(artel, ["voting", "count", *map(str, arguments)])


def test_json_goes_to_standard_output_alone_in_utf_8(path):
    result = run(path, "--method", "irv", "--format", "json")

    assert result.exit_code == 0
    assert result.stderr == ""
    count = json.loads(result.stdout_bytes.decode())
    assert count == {
        "method": "irv",
        "seats": 1,
        "ballots": 9,
        "valid": 9,
        "elected": [],
        "tied": True,
        "tied_names": ["Zoë", "Ben"],
        "rounds": [
            {
                "round": 1,
                "votes": {"Zoë": "4", "Ben": "4", "Cid": "1"},
                "elected": [],
                "defeated": ["Cid"],
                "exhausted": "0",
                "why": "Cid has the fewest votes, 1, and is defeated.",
            },
            {
                "round": 2,
                "votes": {"Zoë": "4", "Ben": "4"},
                "elected": [],
                "defeated": [],
                "exhausted": "1",
                "why": "Level in this round: Zoë, Ben. Nothing separates Zoë, Ben, and no seed for"
                " a lot was published before the vote: the tie is left open.",
            },
        ],
        "log": [
            "No seed was published before the vote: if a lot was drawn between those to be"
            " defeated, its seed is the SHA-256 of the file."
        ],
    }


def test_the_text_says_who_is_elected_how_and_why(path):
    result = run(path, "--method", "stv", "--seats", "2", "--tie-seed", "lantern")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == [
        "Elected by stv: Zoë, Ben",
        "Seats 2, ballots 9, of them valid 9",
        "Quota 4.00000",
    ]
    assert "Zoë has 4 votes, reaches the quota of 4 and is elected." in result.stdout


def test_the_hash_of_the_list_orders_the_weakest_and_nothing_more(tmp_path):
    """As a poll does whose tie the bylaw ends: any hash says who goes first, none who wins."""
    path, gone = tmp_path / "a.blt", set()
    path.write_text('3 1\n2 1 0\n1 2 0\n1 3 0\n0\n"Zoë"\n"Ben"\n"Cid"\n')
    for number in range(8):
        options = ["--method", "irv", "--list-hash", f"list {number}", "--format", "json"]
        count = json.loads(run(path, *options).stdout)
        digests = {name: sha256(f"list {number}|{name}".encode()).hexdigest() for name in RIVALS}
        assert count["rounds"][0]["defeated"] == [max(RIVALS, key=digests.__getitem__)]
        gone.update(count["rounds"][0]["defeated"])
    assert gone == RIVALS


def test_instant_runoff_fills_one_seat_whatever_the_file_states(tmp_path):
    path = tmp_path / "a.blt"
    path.write_text(BALLOTS.replace("3 1", "3 2", 1).replace("4 2 1", "5 2 1"))

    assert json.loads(run(path, "--method", "irv", "--format", "json").stdout)["elected"] == ["Ben"]
    assert run(path, "--method", "irv", "--seats", "2").exit_code == 2


def test_overvotes_may_be_passed_over(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("choice_1,choice_2,ballots\novervote,Ann,3\nBen,,2\n")

    stopped = json.loads(run(path, "--method", "irv", "--format", "json").stdout)
    skipped = run(path, "--method", "irv", "--format", "json", "--overvotes", "skip")
    assert stopped["elected"] == ["Ben"]
    assert json.loads(skipped.stdout)["elected"] == ["Ann"]


@pytest.mark.parametrize(
    ("options", "elected"),
    [
        ([], "Ann = one"),
        (["--default-option", "further discussion"], "Ann = one"),
        (["--default-option", "Further discussion", "--quorum", "3.5"], "Further discussion  ||/"),
        (["--default-option", "Further discussion", "--quorum", "3"], "Ann = one"),
        (
            ["--default-option", "Further discussion", "--ratio", "Ann = one=1.5"],
            "Further discussion  ||/",
        ),
        (["--default-option", "Further discussion", "--ratio", "ann = one=1.49"], "Ann = one"),
    ],
)
def test_the_debian_rule_asks_for_quorum_and_ratio(tally, options, elected):
    result = run(tally, "--method", "schulze", "--format", "json", *options)

    assert json.loads(result.stdout)["elected"] == [elected]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ([], "--method"),
        (["--method", "borda"], "borda"),
        (["--method", "stv", "--seats", "0"], "--seats"),
        (["--method", "stv", "--seats", "two"], "--seats"),
        (["--method", "stv", "--overvotes", "burn"], "burn"),
        (["--method", "approval"], "rankings"),
        (["--method", "stv", "--default-option", "Ben"], "schulze"),
        (["--method", "schulze", "--quorum", "3"], "--default-option"),
        (["--method", "schulze", "--default-option", "Bob"], "Bob"),
        (["--method", "schulze", "--default-option", "Ben", "--quorum", "some"], "some"),
        (["--method", "schulze", "--default-option", "Ben", "--quorum", "-1"], "-1"),
        (["--method", "schulze", "--default-option", "Ben", "--quorum", "1/0"], "1/0"),
        (["--method", "schulze", "--default-option", "Ben", "--ratio", "Cid"], "OPTION=K"),
        (["--method", "schulze", "--default-option", "Ben", "--ratio", "Bob=3"], "Bob"),
        (["--method", "schulze", "--default-option", "Ben", "--ratio", "Ben=3"], "default"),
        (["--method", "schulze", "--default-option", "Ben", *TWO_RATIOS], "two ratios"),
        (["--method", "stv", "--tie-seed", ""], "empty"),
        (["--method", "stv", "--tie-seed", "a", "--list-hash", "b"], "not both"),
        (["--methods", "stv"], "--methods"),
        (["--method", "stv", "extra"], "extra"),
    ],
)
def test_a_wrong_option_ends_with_2_and_one_line_that_names_it(path, options, reason):
    result = run(path, *options)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert reason in result.stderr


def test_a_wrong_file_ends_with_2_and_one_line_that_names_file_line_and_reason(path):
    path.write_text(BALLOTS.replace("4 2 1 0", "4 2 9 0"))

    result = run(path, "--method", "stv", "--format", "json")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == f"{path}, line 3: Candidate 9 is out of range: there are 3.\n"


def test_a_missing_file_ends_with_2(tmp_path):
    result = run(tmp_path / "none.blt", "--method", "stv")

    assert result.exit_code == 2
    assert "none.blt" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_command_needs_no_numpy_and_no_database():
    program = "import app.cli, sys;sys.exit(bool({'numpy', 'sqlalchemy'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
