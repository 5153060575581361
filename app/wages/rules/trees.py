"""Walking a wage scheme: the terms inside a term, and a term around others."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.wages.rules.terms import (
    Blend,
    Cap,
    Fit,
    Gain,
    Graded,
    Greatest,
    Hourly,
    Least,
    Sum,
    Term,
    Times,
)


def inner(term: Term) -> tuple[Term, ...]:
    """The terms directly inside a term."""
    match term:
        case Sum() | Greatest() | Least() | Blend():
            return term.terms
        case Fit(floor=floor) if floor is not None:
            return (term.term, floor)
        case Times() | Cap() | Fit() | Gain():
            return (term.term,)
    return ()


def pays_time(term: Term) -> bool:
    """Whether a term pays nothing but hours."""
    leaves = [part for part in tree(term) if not inner(part)]
    return all(isinstance(part, Hourly | Graded) for part in leaves)


def tree(term: Term) -> Iterator[Term]:
    """A term and all terms inside it."""
    yield term
    for part in inner(term):
        yield from tree(part)


def with_inner(term: Term, parts: Sequence[Term]) -> Term:
    """The term around other terms: as many as `inner` gives, or for a list any number."""
    match term:
        case Sum() | Greatest() | Least():
            return replace(term, terms=tuple(parts))
        case Blend():
            return replace(term, terms=(parts[0], parts[1]))
        case Fit(floor=floor) if floor is not None:
            return replace(term, term=parts[0], floor=parts[1])
        case Times() | Cap() | Fit() | Gain():
            return replace(term, term=parts[0])
    return term


def contains(term: Term, kind: type[Term]) -> bool:
    return any(isinstance(part, kind) for part in tree(term))
