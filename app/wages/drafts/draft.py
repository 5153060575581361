"""A scheme in the making, read from the form of its slots."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import InvalidInput
from app.wages.rules.canonical import scheme_hash, to_data, to_json
from app.wages.rules.parse import parse_terms
from app.wages.rules.scale import Scale
from app.wages.rules.shapes import Shape, reshaped, shapes_for
from app.wages.rules.slots import (
    Answers,
    Ask,
    Rows,
    Slot,
    answered,
    each_part,
    inside,
    revised,
    rows_of,
    slots_of,
)
from app.wages.rules.terms import NAMES, Term

Written = Mapping[str, Sequence[str]]
"""What came with a form, by the names of its fields."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`form`: the scheme whose slots stand in the form, `answers` what was written in them.
    `terms`: the scheme that this makes, or None with the `problem` where it makes none."""

    form: Term
    answers: Answers
    terms: Term | None
    problem: InvalidInput | None = None

    @property
    def base(self) -> str:
        """What the slots of the form belong to."""
        return to_json(self.form)

    @property
    def json(self) -> str:
        return to_json(self.terms or self.form)

    @property
    def hash(self) -> str:
        return scheme_hash(self.terms or self.form)


def draft_of(terms: Term) -> Draft:
    return Draft(terms, {}, terms)


def read_draft(base: str, written: Written, scale: Scale) -> Draft:
    """The scheme `base` with what was written in its slots, and then in another shape if that was
    asked for, with new amounts of the co-op's scale. Raises InvalidInput where `base` itself is
    no scheme."""
    form = parse_terms(_loaded(base))
    names = field_names(form)
    answers = _answers(form, names, written)
    try:
        terms = parse_terms(revised(form, answers))
        for place, _ in each_part(form):
            wanted = [shape for shape in written.get(names[place], ()) if shape]
            if wanted:
                return draft_of(_reshaped(terms, place, wanted[0], scale))
    except InvalidInput as problem:
        return Draft(form, answers, None, problem)
    return draft_of(terms)


def field_names(form: Term) -> dict[str, str]:
    """Short names for the fields of a form, by place: an address holds them all. Those of parts
    ask for another shape of the part."""
    names = {place: f"p{n}" for n, (place, _) in enumerate(each_part(form))}
    return names | {slot.place: f"s{n}" for n, slot in enumerate(_every_slot(form))}


def _every_slot(form: Term) -> Iterator[Slot]:
    for place, term in each_part(form):
        yield from slots_of(term, place)
        for rows in rows_of(term, place):
            for row in rows.rows:
                yield from row


def _answers(form: Term, names: Mapping[str, str], written: Written) -> Answers:
    answers: dict[str, Sequence[str]] = {}
    for slot in _every_slot(form):
        texts = written.get(names[slot.place])
        if texts is not None:
            is_number = slot.ask is Ask.NUMBER
            answers[slot.place] = [_exact(text) for text in texts] if is_number else texts
    return answers


def _exact(text: str) -> str:
    """Numbers as members type them: 12,5 and 1 200 as well."""
    return text.replace(" ", "").replace(",", ".")


def _reshaped(terms: Term, place: str, shape: str, scale: Scale) -> Term:
    around = {
        where: part for part_at, part in each_part(terms) for where, _ in inside(part, part_at)
    }
    here = dict(each_part(terms)).get(place)
    if here is None or shape not in shapes_for(here, around.get(place)):
        return terms
    return parse_terms(to_data(reshaped(terms, place, Shape(shape), scale)))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, parse_float=str)
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class Part:
    """One term in the form, with the terms inside it."""

    place: str
    term: str
    slots: tuple[Slot, ...]
    rows: tuple[Rows, ...]
    shapes: tuple[Shape, ...]
    parts: tuple["Part", ...]


def part_of(draft: Draft) -> Part:
    return _part(draft.form, draft.answers, "terms", None)


def _part(term: Term, answers: Answers, place: str, around: Term | None) -> Part:
    return Part(
        place,
        NAMES[type(term)],
        tuple(_filled(slot, answers) for slot in slots_of(term, place)),
        tuple(
            Rows(rows.name, tuple(tuple(_filled(s, answers) for s in row) for row in rows.rows))
            for rows in rows_of(term, place)
        ),
        tuple(shapes_for(term, around)),
        tuple(_part(part, answers, where, term) for where, part in inside(term, place)),
    )


def _filled(slot: Slot, answers: Answers) -> Slot:
    return Slot(slot.place, slot.name, slot.ask, answered(slot, answers), slot.options)
