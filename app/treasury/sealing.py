"""What the record says of a booking. All members read the record, and what stands on one of
their accounts is theirs to know: it goes in as one sum for all, with a seal over the parts."""

from collections.abc import Iterable
from typing import Any

from app.record.rules import digest
from app.treasury.rules import above

Booked = tuple[str, int, bool]
"""A posting: the account's code, minor units, and whether it is a member's own account."""


def told(text: str, postings: Iterable[Booked], salt: str) -> dict[str, Any]:
    """The data of the event of an entry; `archive.checks.money` asks for the same again."""
    shown: list[list[Any]] = []
    own: list[list[Any]] = []
    for code, amount, is_own in postings:
        (own if is_own else shown).append([code, amount])
    if not own:
        return {"text": text, "lines": shown}
    sums: dict[str, int] = {}
    for code, amount in own:
        sums[above(code)] = sums.get(above(code), 0) + amount
    lines = [*shown, *map(list, sums.items())]
    return {"text": text, "lines": lines, "sealed": digest([salt, own])}
