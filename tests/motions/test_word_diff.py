from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.motions.rules.word_diff import Piece, word_diff

SAME, OUT, IN = "same", "out", "in"


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("as it is", "as it is", [(SAME, "as it is")]),
        ("", "new", [(IN, "new")]),
        ("old", "", [(OUT, "old")]),
        (
            "We buy a kiln.",
            "We buy two kilns.",
            [(SAME, "We buy"), (OUT, " a kiln."), (IN, " two kilns.")],
        ),
        (
            "First line.\nSecond line.\n",
            "First line.\nA third.\nSecond line.\n",
            [(SAME, "First line.\n"), (IN, "A third.\n"), (SAME, "Second line.\n")],
        ),
        (
            "We pay by the piece from May on.",
            "We pay by the hour from May on.",
            [(SAME, "We pay by the"), (OUT, " piece"), (IN, " hour"), (SAME, " from May on.")],
        ),
    ],
)
def test_words_are_marked_as_they_go_and_come(old, new, pieces):
    assert [(piece.kind, piece.text) for piece in word_diff(old, new)] == pieces


texts = st.text(alphabet="ab c\n", max_size=60)


@given(texts, texts)
def test_both_texts_can_be_read_out_of_the_pieces(old, new):
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != IN) == old
    assert "".join(piece.text for piece in pieces if piece.kind != OUT) == new


def test_no_piece_is_empty_and_neighbours_differ():
    pieces = word_diff("a b c\nd e", "a x c\nd f e")
    assert all(isinstance(piece, Piece) and piece.text for piece in pieces)
    assert all(one.kind != two.kind for one, two in pairwise(pieces))


def test_a_long_text_is_quick():
    old = " ".join(f"word{i % 97}" for i in range(4000))
    assert len(word_diff(old, old.replace("word5 ", "other "))) > 40
