"""Documents as PDF, made by Typst: tagged for screen readers (PDF/UA-1), with embedded fonts.

A slice says what is in a document, in its reader's language; how it looks stands in
`document.typ`. The same document at the same moment is the same file, byte for byte.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import typst

_TEMPLATE = Path(__file__).with_name("document.typ")

Cell = tuple[str, ...]
"""What a cell says; every further line, in small, says why."""


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    figure: bool = False
    """Figures stand on the right."""


@dataclass(frozen=True, slots=True)
class Table:
    heading: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Text:
    heading: str
    paragraphs: Sequence[str]
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Document:
    """`house`: whose document it is; `state`: its one sentence; `facts`: names and values;
    `foot`: what stands at the end of each page."""

    title: str
    house: str
    state: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[Table | Text]
    foot: str


def pdf(document: Document, *, language: str, at: datetime) -> bytes:
    """The document as PDF/UA-1. `language`: as in BCP 47; `at`: when it was made."""
    return book([(document, language)], title=document.title, language=language, at=at)


def book(
    documents: Sequence[tuple[Document, str]], *, title: str, language: str, at: datetime
) -> bytes:
    """Documents of one house, each in its language, on pages of their own in one PDF/UA-1, with
    a bookmark for each. There is at least one.

    The embedded fonts write Latin, Greek and Cyrillic. Where a text has other signs, the fonts of
    the machine help; a sign that no font has leaves a gap, and the file is tagged, but not UA.
    """
    told = [asdict(document) | {"language": _tongue(code)} for document, code in documents]
    about = {"title": title, "house": documents[0][0].house, "language": _tongue(language)}
    data = json.dumps(about | {"documents": told})
    with suppress(typst.TypstError):
        return _made(data, at, ua=True, own_fonts=True)
    with suppress(typst.TypstError):
        return _made(data, at, ua=True, own_fonts=False)
    return _made(data, at, ua=False, own_fonts=False)


def _tongue(code: str) -> str:
    return code.partition("_")[0]


def _made(data: str, at: datetime, *, ua: bool, own_fonts: bool) -> bytes:
    made = typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        ignore_system_fonts=own_fonts,
        format="pdf",
        sys_inputs={"book": data},
        pdf_standards=["ua-1"] if ua else [],
        timestamp=at,
    )
    assert isinstance(made, bytes)  # noqa: S101 (a list is made only of pages as pictures)
    return made
