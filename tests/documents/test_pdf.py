"""Documents as PDF: tagged, the same each time, and whatever a text says, it stays text."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.pdf import Column, Document, Table, Text, book, pdf
from tests.pdf_text import pdf_text

AT = datetime(2026, 4, 2, 9, tzinfo=UTC)


def document(text="Pots", facts=(("Member", "4 Emil"),)):
    columns = [Column("What for"), Column("Amount", figure=True)]
    table = Table("Lines", columns, [((text, "why"), ("1.00",))], [("Together",), ("1.00",)])
    return Document(text, "Red Clay", text, facts, [table, Text("Said", [text])], "foot")


def test_a_document_is_tagged_for_screen_readers_and_says_its_language():
    made = pdf(document(), language="es", at=AT)
    assert made.startswith(b"%PDF-1.7")
    for mark in (b"/StructTreeRoot", b"<pdfuaid:part>1</pdfuaid:part>", b"/Lang(es)"):
        assert mark in made


def test_the_same_document_at_the_same_moment_is_the_same_file():
    assert pdf(document(), language="en", at=AT) == pdf(document(), language="en", at=AT)
    assert pdf(document("Cups"), language="en", at=AT) != pdf(document(), language="en", at=AT)


@pytest.mark.parametrize(
    "text", ['#read("/etc/passwd")', "*bold* _it_ $x$ @ref <label>", "#panic()", '"]))', "\\", " "]
)
def test_what_looks_like_markup_is_text(text):
    plain, marked = (pdf(document(one), language="en", at=AT) for one in ("x", text))
    assert marked.startswith(b"%PDF")
    assert marked != plain


def test_a_sign_that_no_embedded_font_has_does_not_cost_the_document():
    made = pdf(document("李 🏺 \x08"), language="en", at=AT)
    assert b"/StructTreeRoot" in made


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=60))
def test_any_text_makes_a_document(text):
    assert pdf(document(text), language="en", at=AT).startswith(b"%PDF")


def test_a_document_without_facts_rows_or_total_is_one_too():
    table = Table("Lines", [Column("What for")], [])
    empty = Document("T", "H", "", [], [table], "")
    assert pdf(empty, language="en_GB", at=AT).startswith(b"%PDF")


def test_a_long_table_goes_on_over_pages():
    rows = [((f"line {number}",), ("1.00",)) for number in range(300)]
    columns = [Column("What for"), Column("Amount", figure=True)]
    long = Document("T", "H", "s", [], [Table("Lines", columns, rows)], "f")
    made = pdf(long, language="en", at=AT)
    assert int(re.search(rb"/Type/Pages/Count (\d+)", made)[1]) > 5


def test_a_book_counts_the_pages_of_each_document_and_has_a_bookmark_for_each():
    rows = [((f"line {number}",), ("1.00",)) for number in range(60)]
    columns = [Column("What for"), Column("Amount", figure=True)]
    long = Document("Long", "H", "s", [], [Table("Lines", columns, rows)], "f")
    made = book([(long, "en"), (document(), "es")], title="Both", language="en", at=AT)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert re.findall(r"\d / \d", pdf_text(made)) == ["1 / 2", "2 / 2", "1 / 1"]
    assert re.findall(rb"/Title\((Long|Pots)\)", made) == [b"Long", b"Pots"]
