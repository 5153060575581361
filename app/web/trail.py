"""The trail: where a thing stands in the round from work to vote to pay."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trail, drawn by `macros/pages.html: trail(steps)`.

    `label` and `note` are in the reader's language: "Motion 12", "carried 31 : 7 : 4".
    `state`: `done` has happened, `now` is open at this moment, `next` is still to come.
    `here` marks the step whose page this is.
    """

    label: str
    address: str | None = None
    note: str = ""
    state: Literal["done", "now", "next"] = "done"
    here: bool = False
