"""Reading schemes, comparisons and the motions they come with; the inputs of pay."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.coop import founded_coop
from app.db import db
from app.motions.models import EffectKind, Motion
from app.prepared import Prepared
from app.production.models import Entry
from app.production.queries import confirmed
from app.record.models import Decision
from app.sentences import Sentence
from app.wages.laws import laws_over, with_cut_week
from app.wages.models import Adoption, Comparison, Scheme
from app.wages.rules.describe import describe
from app.wages.rules.earned import InForce, Inputs
from app.wages.rules.legal_profile import Laws
from app.wages.rules.parse import parse_terms
from app.wages.rules.pay import Around
from app.wages.rules.spans import EVER, PayPeriod, Span, month_of
from app.wages.rules.terms import Term
from app.wages.work import lines_of, members_over, prices, unsigned_lines


def terms_of(scheme: Scheme) -> Term:
    return parse_terms(json.loads(scheme.terms))


def adoptions() -> Sequence[Adoption]:
    """Every scheme that was ever adopted, the latest first, with its scheme and decision."""
    return db.session.scalars(
        select(Adoption)
        .options(joinedload(Adoption.scheme), joinedload(Adoption.decision))
        .order_by(Adoption.from_on.desc(), Adoption.id.desc())
    ).all()


_ADOPTION = (
    select(Adoption)
    .options(joinedload(Adoption.scheme), joinedload(Adoption.decision))
    .where(Adoption.from_on <= bindparam("day"))
    .order_by(Adoption.from_on.desc(), Adoption.id.desc())
    .limit(1)
)


def adoption_on(day: date) -> Adoption | None:
    """The adoption by which pay is computed on a day."""
    return db.session.scalar(_ADOPTION, {"day": day})


def schemes() -> Sequence[Scheme]:
    return db.session.scalars(select(Scheme).order_by(Scheme.id)).all()


def in_force(span: Span) -> tuple[InForce, ...]:
    """The schemes in force on the days of a span, each with its days, in order."""
    found: list[InForce] = []
    last = span.last
    for adoption in adoptions():
        if adoption.from_on > last:
            continue
        days = Span(max(adoption.from_on, span.first), last)
        scheme = adoption.scheme
        found.append(InForce(days, scheme.name, terms_of(scheme), adoption.decision_id))
        if adoption.from_on <= span.first:
            break
        last = date.fromordinal(adoption.from_on.toordinal() - 1)
    return tuple(reversed(found))


def inputs_of(span: Span, *, with_lines: bool = True, laws: Laws | None = None) -> Inputs:
    """All that the pay of a period depends on, as it stands now; with or without its log, under
    the laws that the co-op keeps or under others."""
    people = members_over(span)
    laws = laws_over(span) if laws is None else laws
    weighed = with_cut_week(span, laws)
    return Inputs(
        currency=founded_coop().currency,
        span=span,
        turn=span.first.year * 12 + span.first.month - 1,
        schemes=in_force(weighed),
        members=tuple(people.members),
        ids=people.ids,
        prices=prices(),
        lines=tuple(lines_of(weighed, people)) if with_lines else (),
        laws=laws,
        unsigned=tuple(unsigned_lines(weighed, people)) if with_lines else (),
    )


def around(inputs: Inputs) -> Around:
    """What the pay runs of whole months weigh beside their own days, as far as laws judge weeks;
    nothing beside days that no pay run begins or ends with."""
    span = inputs.span
    cut = with_cut_week(span, inputs.laws).without(span)
    begins = cut and span.first == month_of(span.first).first and confirmed_days(cut[0])
    next_day = date.fromordinal(span.last.toordinal() + 1)
    ends = next_day == month_of(next_day).first
    return Around(
        tuple(_before(cut[0], inputs.schemes)) if begins else (),
        (PayPeriod("next", Span(next_day, next_day), 0),) if ends else (),
    )


def _before(days: Span, schemes: Iterable[InForce]) -> Iterator[tuple[PayPeriod, Term]]:
    """Days that are paid already, by the schemes in force on them."""
    for scheme in schemes:
        if part := scheme.span.common(days):
            yield PayPeriod(part.first.isoformat(), part, 0, month_of(part.first)), scheme.terms


def schemes_by_id(ids: Iterable[int]) -> list[Scheme]:
    """The schemes in the order of their ids in the list; unknown ones are passed over."""
    wanted = list(ids)
    found = {one.id: one for one in db.session.scalars(select(Scheme).where(Scheme.id.in_(wanted)))}
    return [found[one] for one in wanted if one in found]


def describe_scheme(scheme: Scheme) -> Sentence:
    return describe(terms_of(scheme))


def recent_comparisons(limit: int = 5) -> Sequence[Comparison]:
    return db.session.scalars(select(Comparison).order_by(Comparison.id.desc()).limit(limit)).all()


_CONFIRMED_DAYS = Prepared(
    select(func.min(Entry.worked_on), func.max(Entry.worked_on)).where(
        confirmed(), Entry.worked_on.between(bindparam("first"), bindparam("last"))
    )
)


def confirmed_days(limits: Span) -> Span | None:
    """The first and the last day of confirmed work within limits."""
    [(first, last)] = db.rows(_CONFIRMED_DAYS, first=limits.first, last=limits.last)
    return None if first is None else Span(first, last)


def logged_span(today: date) -> Span:
    """From the first month of the last twelve that has work to the last day logged."""
    year_ago = month_of(today).first.replace(year=today.year - 1)
    logged = confirmed_days(Span(year_ago, date.max)) or confirmed_days(EVER)
    return month_of(today) if logged is None else Span(month_of(logged.first).first, logged.last)


def _handed_in() -> Select[Motion]:
    """Motions that everybody may know of, the latest first."""
    return (
        select(Motion)
        .options(joinedload(Motion.decision))
        .where(Motion.submitted_at.is_not(None))
        .order_by(Motion.id.desc())
        .limit(1)
    )


def motion_with(comparison: Comparison) -> Motion | None:
    """The latest motion that a comparison went with."""
    return db.session.scalar(_handed_in().where(Motion.comparison_id == comparison.id))


def motion_for(scheme: Scheme) -> Motion | None:
    """The latest motion to adopt a scheme."""
    return db.session.scalar(
        _handed_in().where(
            Motion.effect_kind == EffectKind.ADOPT_WAGE_SCHEME,
            Motion.effect["scheme_id"].as_integer() == scheme.id,
        )
    )


def motion_of(decision: Decision) -> Motion | None:
    return db.session.get(Motion, decision.motion_id) if decision.motion_id else None


def comparison_of(motion: Motion) -> Comparison | None:
    return db.session.get(Comparison, motion.comparison_id) if motion.comparison_id else None
