"""Schemes from plain data, as they stand in SCHEMES.toml, in an API call or in the database.

A term is a table of one name: `{ hourly = { rate = "10.00" } }`. Its parameters stand inside;
where it is made of other terms these may also stand directly under its name, with the
parameters beside it: `{ greatest = [ …, … ], window = "week" }`.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise

from app.errors import InvalidInput
from app.production.hours import HoursKind
from app.sentences import Sentence, say
from app.wages.rules.fields import Fields, exact
from app.wages.rules.spans import Every
from app.wages.rules.terms import (
    ALL_KINDS,
    NAMES,
    Band,
    Basis,
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
    Measure,
    Method,
    Need,
    Piece,
    Plan,
    Seniority,
    Sum,
    Term,
    Times,
    TimeSaved,
    Unpaid,
    Valuation,
    Weight,
)

DEEPEST = 20
_KINDS = {name: kind for kind, name in NAMES.items()}


def parse_terms(data: object, where: str = "terms", depth: int = 0) -> Term:
    """A tree of terms. Raises InvalidInput naming the place, such as `terms.greatest[1].hourly`."""
    if depth > DEEPEST:
        raise InvalidInput(say("terms are nested too deeply"), where)
    if not isinstance(data, Mapping):
        raise InvalidInput(say("a term is needed here, such as { piece = {} }"), where)
    names = [name for name in data if name in _KINDS]
    if len(names) != 1:
        raise InvalidInput(_not_one_term(names, data), where)
    fields = _parameters(data, names[0], where)
    term = _READERS[_KINDS[names[0]]](fields, depth + 1)
    fields.done()
    return term


def _not_one_term(names: list[str], data: Mapping[str, object]) -> Sentence:
    if names:
        return say("one term is needed here, not several: %(names)s", names=", ".join(names))
    return say("“%(name)s” is not a term", name=", ".join(map(str, data)))


def _parameters(data: Mapping[str, object], name: str, where: str) -> Fields:
    """What a term is made of, whether it stands inside the term's table or beside its name."""
    place = f"{where}.{name}"
    value = data[name]
    beside = {key: other for key, other in data.items() if key != name}
    if isinstance(value, list | tuple):
        return Fields({"terms": value, **beside}, place, bare="terms")
    if not isinstance(value, Mapping):
        raise InvalidInput(say("a table of parameters is needed here"), place)
    if any(key in _KINDS for key in value):
        return Fields({"term": value, **beside}, place, bare="term")
    for key in beside:
        if key in value:
            raise InvalidInput(say("“%(name)s” is given twice", name=key), place)
    return Fields({**value, **beside}, place)


def _term(fields: Fields, depth: int) -> Term:
    return parse_terms(fields.take("term"), fields.place("term"), depth)


def _terms(fields: Fields, depth: int) -> tuple[Term, ...]:
    terms = tuple(parse_terms(item, where, depth) for item, where in fields.items("terms"))
    if not terms:
        raise InvalidInput(say("at least one term is needed here"), fields.place("terms"))
    return terms


def _equal_share(fields: Fields, _: int) -> Term:
    return EqualShare(fields.number("fund"), _unpaid_absence(fields))


def _unpaid_absence(fields: Fields) -> Unpaid:
    return fields.choice("unpaid_absence", Unpaid, Unpaid.COUNTED)


def _hourly(fields: Fields, _: int) -> Term:
    kinds = frozenset(fields.choices("kinds", HoursKind)) if fields.has("kinds") else ALL_KINDS
    return Hourly(fields.number("rate"), kinds)


def _graded(fields: Fields, _: int) -> Term:
    grades = fields.numbers_by_name("grades") if fields.has("grades") else {}
    return Graded(fields.number("base"), grades)


def _need(fields: Fields, _: int) -> Term:
    return Need(
        fields.number("fund"),
        fields.number_or("adult", Fraction(0)),
        fields.number_or("child", Fraction(0)),
        _unpaid_absence(fields),
    )


def _piece(fields: Fields, _: int) -> Term:
    above = fields.flag("above", default=False)
    return Piece(
        _bands(fields, above) if fields.has("bands") else (),
        fields.choice("basis", Basis, Basis.ALL),
        fields.number_or("rejects", Fraction(0)),
    )


def _bands(fields: Fields, above: bool) -> tuple[Band, ...]:
    bands = [_band(Fields(item, where), above) for item, where in fields.items("bands")]
    in_order = sorted(bands, key=lambda band: (band.from_, band.above))
    for lower, upper in pairwise(in_order):
        if (lower.from_, lower.above) == (upper.from_, upper.above):
            raise InvalidInput(
                say("two bands start at %(start)s", start=lower.from_), fields.place("bands")
            )
    return tuple(in_order)


def _band(fields: Fields, above: bool) -> Band:
    band = Band(fields.number("from"), fields.number("factor"), fields.flag("above", above))
    fields.done()
    return band


_USUAL_SHARE = {
    Plan.HALSEY: Fraction(1, 2),
    Plan.ROWAN: Fraction(1),
    Plan.BEDAUX: Fraction(3, 4),
    Plan.GANTT: Fraction(1, 5),
    Plan.EMERSON: Fraction(1, 5),
}


def _time_saved(fields: Fields, _: int) -> Term:
    plan = fields.choice("plan", Plan)
    return TimeSaved(plan, fields.number("rate"), fields.number_or("share", _USUAL_SHARE[plan]))


def _crew(fields: Fields, _: int) -> Term:
    chosen = fields.choices("weights", Weight) if fields.has("weights") else [Weight.HOURS]
    tariff = fields.number("tariff") if fields.has("tariff") else None
    return Crew(tuple(weight for weight in Weight if weight in chosen), tariff)


def _labour_days(fields: Fields, _: int) -> Term:
    weights = fields.numbers_by_name("weights") if fields.has("weights") else None
    return LabourDays(fields.number("fund"), weights)


def _goods(fields: Fields, _: int) -> Term:
    per = fields.choice("per", Head, Head.MEMBER)
    value = fields.take("value")
    if not isinstance(value, list):
        return Goods(per, exact(value, fields.place("value")))
    dated = [
        _valuation(Fields(item, f"{fields.place('value')}[{n}]")) for n, item in enumerate(value)
    ]
    in_order = sorted(dated, key=lambda valuation: valuation.from_)
    for earlier, later in pairwise(in_order):
        if earlier.from_ == later.from_:
            raise InvalidInput(
                say("two values start on %(start)s", start=later.from_), fields.place("value")
            )
    return Goods(per, tuple(in_order))


def _valuation(fields: Fields) -> Valuation:
    valuation = Valuation(fields.day("from"), fields.number("value"))
    fields.done()
    return valuation


def _sum(fields: Fields, depth: int) -> Term:
    return Sum(_terms(fields, depth), _window(fields))


def _greatest(fields: Fields, depth: int) -> Term:
    return Greatest(_terms(fields, depth), _window(fields))


def _least(fields: Fields, depth: int) -> Term:
    return Least(_terms(fields, depth), _window(fields))


def _window(fields: Fields) -> Every:
    return fields.choice("window", Every, Every.PERIOD)


def _blend(fields: Fields, depth: int) -> Term:
    share, terms = fields.number("lambda"), _terms(fields, depth)
    if share > 1:
        raise InvalidInput(say("lambda lies between 0 and 1"), fields.place("lambda"))
    if len(terms) != 2:
        raise InvalidInput(say("a blend has two terms"), fields.place("terms"))
    return Blend(share, (terms[0], terms[1]))


def _times(fields: Fields, depth: int) -> Term:
    term = _term(fields, depth)
    if fields.has("factor") == fields.has("seniority"):
        raise InvalidInput(say("either “factor” or “seniority” is needed"), fields.where)
    if fields.has("factor"):
        return Times(term, factor=fields.number("factor"))
    inside = Fields(fields.take("seniority"), fields.place("seniority"))
    most = inside.number("most", least=1) if inside.has("most") else None
    seniority = Seniority(inside.number("per_year"), most)
    inside.done()
    return Times(term, seniority=seniority)


def _cap(fields: Fields, depth: int) -> Term:
    ratio = fields.number("ratio", least=1)
    return Cap(_term(fields, depth), ratio, fields.choice("method", Method, Method.COMPRESS))


def _fit(fields: Fields, depth: int) -> Term:
    floor = None
    if fields.has("floor"):
        floor = parse_terms(fields.take("floor"), fields.place("floor"), depth)
    return Fit(_term(fields, depth), fields.number("fund"), floor)


def _gain(fields: Fields, depth: int) -> Term:
    share = fields.number("share")
    if share > 1:
        raise InvalidInput(say("share lies between 0 and 1"), fields.place("share"))
    measure = fields.choice("of", Measure, Measure.STANDARD)
    return Gain(_term(fields, depth), fields.number("baseline"), share, measure)


_READERS: dict[type[Term], Callable[[Fields, int], Term]] = {
    EqualShare: _equal_share,
    Hourly: _hourly,
    Graded: _graded,
    Need: _need,
    Piece: _piece,
    TimeSaved: _time_saved,
    Crew: _crew,
    LabourDays: _labour_days,
    Goods: _goods,
    Sum: _sum,
    Greatest: _greatest,
    Least: _least,
    Blend: _blend,
    Times: _times,
    Cap: _cap,
    Fit: _fit,
    Gain: _gain,
}
