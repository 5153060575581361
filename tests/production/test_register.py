"""Finding people by what somebody wrote."""

import pytest

from app.errors import InvalidInput
from app.production.rules.register import Register, nearest

REGISTER = Register.of(
    [
        (11, 1, "Ana Ruiz", "ana@redclay.example"),
        (12, 2, "Emil Novák", None),
        (13, 3, "Emil Novák", "emil@redclay.example"),
    ]
)


@pytest.mark.parametrize(
    ("text", "member_id"),
    [
        ("1", 11),
        (" ana  RUIZ ", 11),
        ("1 Ana Ruiz", 11),
        ("ANA@redclay.example", 11),
        ("3", 13),
        ("2 Emil Novák", 12),
        ("emil@redclay.example", 13),
    ],
)
def test_number_email_or_name_find_a_member(text: str, member_id: int) -> None:
    assert REGISTER.find(text) == member_id


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Emil Novák", "More than one member is called Emil Novák: write the number."),
        ("Anna Ruiz", "No member is known as “Anna Ruiz”. Is it Ana Ruiz?"),
        ("99", "No member is known as “99”."),
        ("", "No member is known as “”."),
    ],
)
def test_what_finds_nobody_says_who_is_near(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        REGISTER.find(text, "member")
    assert str(refused.value.sentence) == sentence


def test_the_nearest_word_or_none() -> None:
    assert nearest("cole", ["COAL", "coke", "brick"]) == "coke"
    assert nearest("zzz", ["coal"]) is None
