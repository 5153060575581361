"""Wage schemes: those that are kept, and what any would have paid."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import msgspec
from flask import Response
from flask_login import current_user
from msgspec import Meta

from app import clock
from app.api.comparison import Comparison, comparison_for
from app.api.messages import answer, answer_page, part, read_body, read_query
from app.api.operations import operation
from app.api.values import Answer, Body, Id, Line, Page
from app.api.views.blueprint import bp
from app.coop import today
from app.errors import InvalidInput
from app.permissions import Permission, requires
from app.sentences import say
from app.wages import models, queries
from app.wages.actions import keep_scheme
from app.wages.comparison.actions import compare_own
from app.wages.openness import seen_over
from app.wages.rules.compare import Scheme as Compared
from app.wages.rules.legal_profile import always, parse_legal
from app.wages.rules.openness import Openness
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import Span, check_length, pay_periods
from app.web.idempotency import commit
from app.web.language import speak


class AdoptedFrom(Answer):
    """From this day the co-op pays by the scheme, by this decision."""

    from_on: date
    decision_id: int
    motion_id: int | None


class Scheme(Answer):
    """A scheme as written: a tree of terms, known by its hash, and the same as a sentence."""

    id: int
    name: str
    hash: str
    terms: dict[str, Any]
    sentence: str
    adopted: list[AdoptedFrom]


class SchemeBody(Body):
    """A scheme as in SCHEMES.toml."""

    name: Line
    terms: dict[str, Any]


class ComparisonBody(Body):
    """Schemes, as written or by the id of one that is kept, on the co-op's own confirmed
    entries from a day to a day; `by`: how long a pay period is. `legal`: what the law adds, as
    in SCHEMES.toml; without it, the law as the co-op keeps it."""

    schemes: Annotated[list[Id | SchemeBody], Meta(min_length=1, max_length=20)]
    from_on: date = msgspec.field(name="from")
    to_on: date = msgspec.field(name="to")
    by: Annotated[str, Meta(pattern="^(month|week|period)$")] = "month"
    legal: dict[str, Any] | None = None


@bp.get("/wages/schemes")
@requires(Permission.BOOK_READ)
@operation(list[Scheme], query=Page)
def list_schemes() -> Response:
    """Every scheme that was written down, the oldest first."""
    query = read_query(Page)
    schemes, adoptions = queries.schemes(), queries.adoptions()
    shown = [_told(one, adoptions) for one in part(schemes, query)]
    return answer_page(shown, query, len(schemes))


@bp.post("/wages/schemes")
@requires(Permission.SCHEME_COMPARE)
@operation(Scheme, body=SchemeBody, status=201)
def create_scheme() -> Response:
    """Keeps a scheme, so that a motion can adopt it. It changes nobody's pay; one that is kept
    already is answered as it is, under its first name."""
    body: SchemeBody = read_body(SchemeBody)
    if not body.name.strip():
        raise InvalidInput(say("Give it a name."), "name")
    terms = parse_terms(body.terms, "terms")
    kept = keep_scheme(body.name.strip(), terms, by=current_user.id, at=clock.now())
    return commit(answer(_told(kept, queries.adoptions()), 201))


@bp.post("/wages/comparisons")
@requires(Permission.SCHEME_COMPARE)
@operation(Comparison, body=ComparisonBody)
def create_comparison() -> Response:
    """What each scheme would have paid; nothing is kept of it. Of single members' pay you see
    your own, or all with the permission `pay:read-all` or where the members opened pay."""
    body: ComparisonBody = read_body(ComparisonBody)
    span = _span(body)
    legal = parse_legal(body.legal or {})
    compared = compare_own(
        _schemes(body.schemes),
        span,
        periods=pay_periods(span, span, body.by, legal.week_starts),
        laws=None if body.legal is None else always(legal),
        reads_heads=Permission.DEPENDANTS_READ in current_user.permissions,
    )
    on = today()
    reads_all = seen_over(span, on, current_user.permissions) is Openness.FULL
    return commit(answer(comparison_for(compared, None if reads_all else current_user.id)))


def _told(scheme: models.Scheme, adoptions: Sequence[models.Adoption]) -> Scheme:
    return Scheme(
        id=scheme.id,
        name=scheme.name,
        hash=scheme.hash,
        terms=json.loads(scheme.terms),
        sentence=speak(queries.describe_scheme(scheme)),
        adopted=[
            AdoptedFrom(
                from_on=adoption.from_on,
                decision_id=adoption.decision_id,
                motion_id=adoption.decision.motion_id,
            )
            for adoption in adoptions
            if adoption.scheme_id == scheme.id
        ],
    )


def _span(body: ComparisonBody) -> Span:
    if body.from_on > body.to_on:
        raise InvalidInput(say("The last day is before the first."), "to")
    span = Span(body.from_on, body.to_on)
    check_length(span, "to")
    return span


def _schemes(asked: list[int | SchemeBody]) -> list[Compared]:
    kept = {
        one.id: one for one in queries.schemes_by_id(one for one in asked if isinstance(one, int))
    }
    found = []
    for place, one in enumerate(asked):
        where = f"schemes[{place}]"
        if isinstance(one, SchemeBody):
            found.append(Compared(one.name, parse_terms(one.terms, f"{where}.terms")))
        elif one in kept:
            found.append(Compared(kept[one].name, queries.terms_of(kept[one])))
        else:
            raise InvalidInput(say("There is no such scheme."), where)
    return found
