"""What docs/wages.md tells of the known schemes is what they pay."""

from pathlib import Path

from app.money import minor_text
from app.wages.rules.presets import PRESETS
from tests.wages.three_members import worked_example

PAGE = Path(__file__).parents[2] / "docs" / "wages.md"
HEAD = "| Scheme | In a sentence | 12 pieces | 16 pieces | 20 pieces |\n|---|---|--:|--:|--:|\n"


def table() -> str:
    rows = (
        f"| {preset.name} | {preset.sentence} | {' | '.join(_amounts(preset.terms))} |\n"
        for preset in PRESETS
    )
    return HEAD + "".join(rows)


def _amounts(terms):
    return [minor_text(amount, 2) for amount in worked_example(terms)]


def test_the_table_of_known_schemes_is_what_they_pay():
    assert table() in PAGE.read_text(encoding="utf-8")
