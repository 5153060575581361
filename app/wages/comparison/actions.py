"""The what-if on the co-op's own confirmed entries: the same computation as the pay run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.errors import RuleViolation
from app.money import MOST_BOOKED, digits
from app.record.rules import digest
from app.sentences import say
from app.wages import queries
from app.wages.actions import save_comparison
from app.wages.comparison.facts import goods_of, groups_of, incentives
from app.wages.comparison.report import comparison_json
from app.wages.kept_work import KeptItems, KeptWork
from app.wages.models import Comparison
from app.wages.models import Scheme as KeptScheme
from app.wages.rules.book import Book
from app.wages.rules.compare import Outcome, Scheme, compare
from app.wages.rules.earned import Inputs
from app.wages.rules.frozen import to_json
from app.wages.rules.heads import check_heads_untold
from app.wages.rules.legal_profile import Laws, grain_of, week_starts_of
from app.wages.rules.sharing import CannotBeShared
from app.wages.rules.spans import PayPeriod, Span, pay_periods
from app.wages.rules.summed.compare import compare_sums
from app.wages.rules.summed.law import check_summed
from app.wages.rules.summed.work import NotSummed
from app.wages.rules.work import MoreThanBooksHold, NotComputable
from app.wages.uncollected import nothing_collected


class NothingToCompare(RuleViolation):
    sentence = say("Compare at least one scheme.")


class NoWorkInSpan(RuleViolation):
    sentence = say(
        "No confirmed work stands in the log of these days. Choose other days, or have the "
        "entries confirmed first."
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a comparison, and the inputs it was computed from: the lines of the log, or
    its kept sums."""

    inputs: Inputs
    outcomes: list[Outcome]
    sums: KeptWork | None = None

    @property
    def inputs_hash(self) -> str:
        data = to_json(self.inputs)
        return digest(data if self.sums is None else {**data, "sums": self.sums.facts()})

    def to_json(self) -> dict[str, Any]:
        """The figures of the interface (`artel wages compare`), who is who, and beside the
        warnings in English the same to be told in the reader's language."""
        result = comparison_json(self.outcomes, self.inputs.span, self.inputs.currency)
        told = incentives(self.outcomes, self.inputs.span)
        for scheme, outcome, one in zip(result["schemes"], self.outcomes, told, strict=True):
            scheme["cautions"] = [warning.to_json() for warning in outcome.warnings]
            scheme["incentive"] = one
            scheme["goods"] = goods_of(outcome, self.inputs)
        result["groups"] = groups_of(self.inputs)
        result["people"] = {str(one): key for key, one in self.inputs.ids.items()}
        return result


def compare_own(
    schemes: Sequence[Scheme],
    span: Span,
    *,
    periods: Sequence[PayPeriod] | None = None,
    laws: Laws | None = None,
    reads_heads: bool = False,
) -> Compared:
    """The schemes on the confirmed entries of a span, by calendar month; under the laws that the
    co-op keeps, unless others are given. `reads_heads`: whether who asks may know who lives on
    whose pay. Raises NothingToCompare, NoWorkInSpan, NotComputable, MoreThanBooksHold,
    TellsHeads."""
    if not schemes:
        raise NothingToCompare
    months = periods or pay_periods(span, span, "month")
    compared = _compared(schemes, span, months, laws)
    for outcome in compared.outcomes:
        if outcome.bill > MOST_BOOKED:
            raise MoreThanBooksHold(outcome.scheme.name)
    if not reads_heads:
        adoptions = queries.adoptions() if laws is None else ()
        voted = {adoption.scheme.hash for adoption in adoptions}
        check_heads_untold(compared.outcomes, compared.inputs.members, voted)
    return compared


def _compared(
    schemes: Sequence[Scheme], span: Span, months: Sequence[PayPeriod], laws: Laws | None
) -> Compared:
    try:
        return _compared_sums(schemes, span, months, laws)
    except (NotSummed, NotComputable, CannotBeShared):
        pass  # the log itself tells more, and for whom and why something cannot be computed
    inputs = queries.inputs_of(span, laws=laws)
    if not any(line.on in span for line in inputs.lines):
        raise NoWorkInSpan
    laws = inputs.laws
    book = Book(inputs.lines, inputs.members, inputs.prices, week_starts_of(laws), grain_of(laws))
    decimals = digits(inputs.currency)
    outcomes = compare(schemes, book, months, decimals, laws, queries.around(inputs))
    return Compared(inputs, outcomes)


def _compared_sums(
    schemes: Sequence[Scheme], span: Span, periods: Sequence[PayPeriod], laws: Laws | None
) -> Compared:
    """The same from the kept sums: members × periods are read, and no row of the log. Raises
    NotSummed where a scheme or a law looks at entries."""
    inputs = queries.inputs_of(span, with_lines=False, laws=laws)
    laws = inputs.laws
    check_summed(laws, periods)  # before anything is read for nothing
    work = KeptWork([inputs.ids[member.key] for member in inputs.members])
    kept = KeptItems()
    with nothing_collected():
        items = [kept.work(period.span) for period in periods]
        if not any(items):
            raise NoWorkInSpan
        outcomes = compare_sums(
            schemes,
            work,
            Book((), inputs.members, inputs.prices, week_starts_of(laws)),
            periods,
            items,
            digits(inputs.currency),
            laws,
            queries.around(inputs),
        )
    return Compared(inputs, outcomes, work)


def compare_and_save(
    kept: Sequence[KeptScheme],
    *,
    from_on: date,
    to_on: date,
    by: int,
    at: datetime,
    reads_heads: bool = False,
) -> Comparison:
    """Compares kept schemes and keeps the outcome for the page and the motion. Raises as
    `compare_own`."""
    schemes = [Scheme(one.name, queries.terms_of(one)) for one in kept]
    compared = compare_own(schemes, Span(from_on, to_on), reads_heads=reads_heads)
    return save_comparison(
        [one.id for one in kept],
        from_on=from_on,
        to_on=to_on,
        inputs_hash=compared.inputs_hash,
        result=compared.to_json(),
        by=by,
        at=at,
    )


def compare_with_present(
    kept: KeptScheme, *, on: date, by: int, at: datetime, reads_heads: bool = False
) -> Comparison:
    """A scheme beside the one in force, on the work of the last twelve months."""
    present = queries.adoption_on(on)
    schemes = [kept] if present is None else [present.scheme, kept]
    span = queries.logged_span(on)
    return compare_and_save(
        list(dict.fromkeys(schemes)),
        from_on=span.first,
        to_on=span.last,
        by=by,
        at=at,
        reads_heads=reads_heads,
    )
