"""The what-if on the co-op's own confirmed entries: the same computation as the pay run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.coop import founded_coop
from app.errors import RuleViolation
from app.money import digits
from app.record.rules import digest
from app.sentences import say
from app.wages import queries
from app.wages.actions import save_comparison
from app.wages.models import Comparison
from app.wages.models import Scheme as KeptScheme
from app.wages.report import comparison_json
from app.wages.rules.book import Book
from app.wages.rules.compare import Outcome, Scheme, compare
from app.wages.rules.earned import Inputs
from app.wages.rules.frozen import to_json
from app.wages.rules.legal_profile import Laws, grain_of, week_starts_of
from app.wages.rules.spans import PayPeriod, Span, clipped, monthly


class NothingToCompare(RuleViolation):
    sentence = say("Compare at least one scheme.")


class NoWorkInSpan(RuleViolation):
    sentence = say(
        "No confirmed work stands in the log of these days. Choose other days, or have the "
        "entries confirmed first."
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a comparison, and the inputs it was computed from."""

    inputs: Inputs
    outcomes: list[Outcome]

    @property
    def inputs_hash(self) -> str:
        return digest(to_json(self.inputs))

    def to_json(self) -> dict[str, Any]:
        """The figures of the interface (`artel wages compare`), who is who, and beside the
        warnings in English the same to be told in the reader's language."""
        result = comparison_json(self.outcomes, self.inputs.span, self.inputs.currency)
        for scheme, outcome in zip(result["schemes"], self.outcomes, strict=True):
            scheme["cautions"] = [warning.to_json() for warning in outcome.warnings]
        result["people"] = {str(one): key for key, one in self.inputs.ids.items()}
        return result


def compare_own(
    schemes: Sequence[Scheme],
    span: Span,
    *,
    periods: Sequence[PayPeriod] | None = None,
    laws: Laws | None = None,
) -> Compared:
    """The schemes on the confirmed entries of a span, by calendar month; under the laws that the
    co-op keeps, unless others are given. Raises NothingToCompare, NoWorkInSpan, NotComputable."""
    if not schemes:
        raise NothingToCompare
    inputs = queries.inputs_of(span)
    if not inputs.lines:
        raise NoWorkInSpan
    laws = inputs.laws if laws is None else laws
    book = Book(inputs.lines, inputs.members, inputs.prices, week_starts_of(laws), grain_of(laws))
    decimals = digits(founded_coop().currency)
    months = periods or clipped(monthly(span), span)
    return Compared(inputs, compare(schemes, book, months, decimals, laws))


def compare_and_save(
    kept: Sequence[KeptScheme], *, from_on: date, to_on: date, by: int, at: datetime
) -> Comparison:
    """Compares kept schemes and keeps the outcome for the page and the motion."""
    schemes = [Scheme(one.name, queries.terms_of(one)) for one in kept]
    compared = compare_own(schemes, Span(from_on, to_on))
    return save_comparison(
        [one.id for one in kept],
        from_on=from_on,
        to_on=to_on,
        inputs_hash=compared.inputs_hash,
        result=compared.to_json(),
        by=by,
        at=at,
    )


def compare_with_present(kept: KeptScheme, *, on: date, by: int, at: datetime) -> Comparison:
    """A scheme beside the one in force, on the work of the last twelve months."""
    present = queries.adoption_on(on)
    schemes = [kept] if present is None else [present.scheme, kept]
    span = queries.logged_span(on)
    return compare_and_save(
        list(dict.fromkeys(schemes)), from_on=span.first, to_on=span.last, by=by, at=at
    )
