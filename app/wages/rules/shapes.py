"""Other shapes of a scheme: a part taken away or added, or something put around it.

What is added stands with round numbers of the co-op's scale, to be changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.wages.rules.scale import PRESETS_SCALE, Scale, rounded
from app.wages.rules.slots import inside
from app.wages.rules.terms import (
    Blend,
    Cap,
    Crew,
    EqualShare,
    Fit,
    Gain,
    Goods,
    Graded,
    Greatest,
    Head,
    Hourly,
    LabourDays,
    Least,
    Need,
    Piece,
    Plan,
    Seniority,
    Sum,
    Term,
    Times,
    TimeSaved,
)
from app.wages.rules.trees import inner, with_inner

HALF = Fraction(1, 2)


class Shape(StrEnum):
    """What can be done with a part. `add-…` puts another part beside it."""

    AWAY = "away"
    GUARANTEE = "guarantee"
    CEILING = "ceiling"
    BLEND = "blend"
    CAP = "cap"
    FIT = "fit"
    FLOOR = "floor"
    SENIORITY = "seniority"
    TIMES = "times"
    GAIN = "gain"
    ADD_PIECE = "add-piece"
    ADD_HOURLY = "add-hourly"
    ADD_GRADED = "add-graded"
    ADD_TIME_SAVED = "add-time-saved"
    ADD_CREW = "add-crew"
    ADD_EQUAL_SHARE = "add-equal-share"
    ADD_NEED = "add-need"
    ADD_GOODS = "add-goods"
    ADD_LABOUR_DAYS = "add-labour-days"


_ADDED: dict[Shape, Callable[[Scale], Term]] = {
    Shape.ADD_PIECE: lambda _: Piece(),
    Shape.ADD_HOURLY: lambda scale: Hourly(scale.hour),
    Shape.ADD_GRADED: lambda scale: Graded(scale.hour),
    Shape.ADD_TIME_SAVED: lambda scale: TimeSaved(Plan.HALSEY, scale.hour, HALF),
    Shape.ADD_CREW: lambda _: Crew(),
    Shape.ADD_EQUAL_SHARE: lambda scale: EqualShare(scale.fund),
    Shape.ADD_NEED: lambda scale: Need(scale.fund, HALF, HALF),
    Shape.ADD_GOODS: lambda scale: Goods(Head.MEMBER, scale.hour),
    Shape.ADD_LABOUR_DAYS: lambda scale: LabourDays(scale.fund),
}

_AROUND: dict[Shape, Callable[[Any, Scale], Term]] = {
    Shape.GUARANTEE: lambda term, scale: _joined(Greatest, term, Hourly(scale.hour)),
    Shape.CEILING: lambda term, scale: _joined(Least, term, Hourly(2 * scale.hour)),
    Shape.BLEND: lambda term, scale: Blend(HALF, (EqualShare(scale.fund), term)),
    Shape.CAP: lambda term, _: Cap(term, Fraction(3)),
    Shape.FIT: lambda term, scale: Fit(term, scale.fund),
    Shape.FLOOR: lambda term, scale: replace(term, floor=Hourly(rounded(scale.hour / 2))),
    Shape.SENIORITY: lambda term, _: Times(term, seniority=Seniority(Fraction(1, 50), Fraction(2))),
    Shape.TIMES: lambda term, _: Times(term, factor=Fraction(1)),
    Shape.GAIN: lambda term, scale: Gain(term, scale.hour, HALF),
}


def shapes_for(term: Term, inside_of: Term | None) -> list[Shape]:
    """What can be done with a part that stands inside another, or by itself."""
    one_of = isinstance(inside_of, Sum | Greatest | Least | Blend) and len(inner(inside_of)) > 1
    can_go = inner(term) or one_of or (isinstance(inside_of, Fit) and inside_of.floor is term)
    has_room = isinstance(term, Fit) and term.floor is None
    return [
        shape
        for shape in Shape
        if (shape is not Shape.AWAY or can_go) and (shape is not Shape.FLOOR or has_room)
    ]


def reshaped(
    term: Term, target: str, shape: Shape, scale: Scale = PRESETS_SCALE, place: str = "terms"
) -> Term:
    """The scheme with the part at `target` in another shape. A part that others stand inside goes
    by leaving the first of them; where one of two is left, it stands alone."""
    if place == target:
        return _changed(term, shape, scale)
    parts: list[Term] = []
    for where, part in inside(term, place):
        if where == target and shape is Shape.AWAY and not inner(part):
            continue
        parts.append(reshaped(part, target, shape, scale, where))
    if len(parts) == len(inner(term)):
        return with_inner(term, parts) if parts else term
    return _without_one(term, parts)


def _changed(term: Term, shape: Shape, scale: Scale) -> Term:
    if shape is Shape.AWAY:
        return inner(term)[0] if inner(term) else term
    if shape in _ADDED:
        return _joined(Sum, term, _ADDED[shape](scale))
    return _AROUND[shape](term, scale)


def _joined(kind: type[Sum | Greatest | Least], term: Term, other: Term) -> Term:
    """Beside what stands there already, or around it."""
    if isinstance(term, kind):
        return with_inner(term, (*inner(term), other))
    return kind((term, other))


def _without_one(term: Term, left: Sequence[Term]) -> Term:
    if isinstance(term, Fit):
        return replace(term, floor=None)
    return left[0] if len(left) == 1 else with_inner(term, left)
