"""`artel bylaws judge`: what it prints, and how it refuses."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.bylaws.rules.decisions import parse_rule
from app.cli import artel
from tests.bylaws.real import FOLDER

MANUAL = Path(__file__).parents[2] / "docs" / "bylaws.md"
VOTE = ("--for", 18, "--against", 4, "--abstain", 2, "--entitled", 37)


def run(*arguments):
    return CliRunner().invoke(artel, ["bylaws", "judge", *map(str, arguments)])


def verdict(*arguments):
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["verdict"]


def test_a_vote_is_judged_on_its_first_and_on_its_second_call():
    arch = (FOLDER / "arch.json", "--rule", "addition", *VOTE)
    assert verdict(*arch) == "inquorate"
    assert verdict(*arch, "--second-call") == "defeated"


def test_a_later_vote_has_its_own_majority():
    colab = (FOLDER / "colab.json", "--rule", "decision", *VOTE)
    assert verdict(*colab) == "referred"
    assert verdict(*colab, "--stage", 1) == "carried"


def test_the_second_of_two_votes_confirms_the_first():
    britain = (FOLDER / "laws.json", "--rule", "britain-amalgamation", *VOTE)
    assert verdict(*britain) == "carried-once"
    assert verdict(*britain, "--confirming") == "carried"


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "rule.json"
    path.write_text((FOLDER / "laws.json").read_text(), encoding="utf-8-sig")
    assert verdict(path, "--rule", "switzerland-statutes", *VOTE) == "carried"


def test_the_text_says_the_verdict_and_the_rule():
    text = run(FOLDER / "debian.json", "--rule", "foundation-document", *VOTE).stdout
    assert text.startswith("carried: The rule: more than 3 times the number of those voting")


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("{", (), "It cannot be read"),
        ("[]", (), "A decision rule is an object"),
        ('{"majority": {"votes": "for"}}', (), "rule.majority"),
        ('{"rules": {}}', ("--rule", "bylaw"), "no rule"),
        ('{"rules": {"a": {}, "b": {}}}', (), "name one: a, b"),
        ("[" * 100_000, (), "It cannot be read"),
        ('{"tie": "chair", "tie": "defeated"}', (), "“tie” stands twice"),
    ],
)
def test_a_file_that_is_no_rule_is_refused_in_one_line(tmp_path, content, options, words):
    path = tmp_path / "rule.json"
    path.write_text(content)
    result = run(path, *VOTE, *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_what_the_rule_does_not_have_is_not_tried():
    debian = (FOLDER / "debian.json", "--rule", "ordinary", *VOTE)
    flags = (("--second-call",), ("--raised",), ("--confirming",))
    for option in (("--stage", 1), ("--call", 2), *flags):
        assert run(*debian, *option).exit_code == 2
    for option in (("--against", 90), ("--present", 38), ("--active", 38)):
        assert run(*debian, *option).exit_code == 2


def test_the_examples_of_the_manual_are_rules():
    examples = re.findall(r"```json\n(.*?)```", MANUAL.read_text(), re.DOTALL)
    assert len(examples) == 2
    assert all(parse_rule(json.loads(example)) for example in examples)
