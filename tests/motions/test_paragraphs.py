import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.motions.rules.paragraphs import (
    Change,
    Collides,
    Kind,
    NothingLeft,
    amended,
    carried_over,
    changes_from_json,
    check_changes,
    collisions,
    differences,
    paragraphs_of,
)

TEXT = "We buy a kiln.\n\nIt stands in the yard.\n\nEmil looks after it."


def replace(number, text):
    return Change(Kind.REPLACE, number, text)


def insert(after, text):
    return Change(Kind.INSERT, after, text)


def delete(number):
    return Change(Kind.DELETE, number)


def test_blank_lines_part_paragraphs():
    assert paragraphs_of("\n a\nb \n  \n\n\nc\r\n\r\nd\n") == [" a\nb", "c", "d"]
    assert paragraphs_of(" \n ") == []


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ([replace(1, "We buy two.")], "We buy two.\n\nIt stands in the yard.\n\nEmil looks …"),
        ([delete(2)], "We buy a kiln.\n\nEmil looks …"),
        ([insert(0, "Whereas."), insert(3, "At once.")], "Whereas.\n\n{}\n\nAt once."),
        ([insert(1, "New."), delete(1)], "New.\n\nIt stands in the yard.\n\nEmil looks …"),
    ],
)
def test_changes_rewrite_their_paragraphs_alone(changes, text):
    text = text.format(TEXT).replace("Emil looks …", "Emil looks after it.")
    assert amended(TEXT, changes) == text
    assert changes_from_json(one.to_json() for one in changes) == tuple(changes)


def test_changes_are_found_in_what_a_member_writes():
    wanted = ["We buy  a kiln.\n", "", "Dora looks after it."]
    found = differences(TEXT, wanted, "It is paid in May.", 1)
    assert found == [delete(2), replace(3, "Dora looks after it."), insert(1, "It is paid in May.")]
    assert differences(TEXT, paragraphs_of(TEXT)) == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ([replace(4, "x")], InvalidInput),
        ([replace(0, "x")], InvalidInput),
        ([insert(4, "x")], InvalidInput),
        ([insert(3, " ")], InvalidInput),
        ([replace(1, "")], InvalidInput),
        ([replace(1, "x"), delete(1)], InvalidInput),
        ([delete(1), delete(2), delete(3)], NothingLeft),
        ([delete(1), delete(2), delete(3), insert(0, "x")], None),
    ],
)
def test_changes_that_cannot_be_made_are_refused(changes, refusal):
    if refusal is None:
        check_changes(TEXT, changes)
    else:
        with pytest.raises(refusal):
            check_changes(TEXT, changes)


@pytest.mark.parametrize(
    ("first", "second", "numbers"),
    [
        ([replace(1, "x")], [replace(2, "y")], []),
        ([replace(1, "x")], [replace(1, "y")], [1]),
        ([delete(3), replace(1, "x")], [delete(3), replace(1, "y")], [1, 3]),
        ([insert(1, "x")], [insert(1, "y")], []),
        ([insert(1, "x")], [delete(1)], []),
    ],
)
def test_who_rewrites_the_same_paragraph_collides(first, second, numbers):
    assert collisions(first, second) == collisions(second, first) == numbers
    if numbers:
        with pytest.raises(Collides, match=", ".join(map(str, numbers))):
            carried_over(second, first)


PARAGRAPH = st.text(alphabet="abc d", min_size=1).map(lambda text: f"x{text}".strip())
PASSAGE = st.lists(PARAGRAPH, min_size=1, max_size=3).map("\n\n".join)


@st.composite
def two_amendments(draw):
    """A text, and two amendments of it that do not rewrite the same paragraph."""
    text = "\n\n".join(draw(st.lists(PARAGRAPH, min_size=1, max_size=6)))
    numbers = range(1, len(paragraphs_of(text)) + 1)
    owners = [draw(st.sampled_from([None, 0, 1])) for _ in numbers]
    parts = ([], [])
    for number, owner in zip(numbers, owners, strict=True):
        if owner is not None:
            parts[owner].append(
                draw(st.just(delete(number)) | st.builds(replace, st.just(number), PASSAGE))
            )
    for part in parts:
        for after in draw(st.sets(st.integers(0, len(numbers)), max_size=2)):
            part.append(insert(after, draw(PASSAGE)))
    return text, *parts


@given(two_amendments())
def test_one_after_the_other_is_as_both_at_once(case):
    text, first, second = case
    at_once = amended(text, [*first, *second])
    assert amended(amended(text, first), carried_over(second, first)) == at_once


@given(two_amendments())
def test_the_order_matters_only_where_both_come_in_at_one_place(case):
    text, first, second = case
    after = [{one.paragraph for one in part if one.kind is Kind.INSERT} for part in (first, second)]
    if after[0] & after[1]:
        return
    one_way = amended(amended(text, first), carried_over(second, first))
    assert one_way == amended(amended(text, second), carried_over(first, second))
