"""The journal as text that accounting programs read: beancount and hledger.

Entries stand in the order of their days, as they were booked; amounts are exact decimals.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from app.money import digits, minor_text
from app.treasury.queries import Booked


def beancount_text(entries: Sequence[Booked], *, title: str, currency: str) -> str:
    """The journal for beancount 2 and 3."""
    head = [f'option "title" {_quoted(title)}', f'option "operating_currency" "{currency}"']
    opened = [f"{on} open {code} {currency}" for code, on in _first_days(entries)]
    return "\n".join([*head, "", *opened, *_beancount(entries, currency), ""])


def _beancount(entries: Iterable[Booked], currency: str) -> Iterator[str]:
    for entry in entries:
        yield f"\n{entry.on} * {_quoted(entry.text)} ^entry-{entry.id}{_reversed_link(entry)}"
        yield f"  by: {_quoted(entry.by)}"
        if entry.decision:
            yield f"  decision: {_quoted(entry.decision)}"
        for line in entry.lines:
            yield f"  {line.code}  {minor_text(line.amount, digits(currency))} {currency}"


def _reversed_link(entry: Booked) -> str:
    """Links an entry to the one that it reverses."""
    return f" ^entry-{entry.reverses_id}" if entry.reverses_id else ""


def hledger_text(entries: Sequence[Booked], *, title: str, currency: str) -> str:
    """The journal for hledger and ledger."""
    places = digits(currency)
    form = f"1000.{'0' * places} {currency}"
    accounts = [f"account {code}" for code, _ in _first_days(entries)]
    head = [f"; {_plain(title)}", f"commodity {form}", "", *accounts]
    return "\n".join([*head, *_hledger(entries, currency, places), ""])


def _hledger(entries: Iterable[Booked], currency: str, places: int) -> Iterator[str]:
    for entry in entries:
        # The number in brackets keeps whatever the text begins with from being read as a code.
        yield f"\n{entry.on} * ({entry.id}) {_plain(entry.text)}"
        yield f"    ; by:{_plain(entry.by)}"
        if entry.decision:
            yield f"    ; decision:{_plain(entry.decision)}"
        if entry.reverses_id:
            yield f"    ; reverses:{entry.reverses_id}"
        for line in entry.lines:
            yield f"    {line.code}  {minor_text(line.amount, places)} {currency}"


def _first_days(entries: Iterable[Booked]) -> list[tuple[str, date]]:
    """Every account with the day of its first posting, by code."""
    first: dict[str, date] = {}
    for entry in entries:
        for line in entry.lines:
            first[line.code] = min(entry.on, first.get(line.code, entry.on))
    return sorted(first.items())


def _quoted(text: str) -> str:
    escaped = _one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _plain(text: str) -> str:
    """A semicolon would begin a comment, a bar part payee from note, a comma end a tag."""
    return re.sub(r"[;|,]", " ", _one_line(text))


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
