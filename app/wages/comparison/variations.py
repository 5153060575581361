"""A scheme of a comparison with other numbers, beside the scheme itself and the first compared."""

from dataclasses import dataclass

from flask_babel import gettext

from app.money import Money
from app.wages import queries
from app.wages.comparison.actions import compare_own
from app.wages.comparison.figures import changes
from app.wages.comparison.table import Row, figure_rows
from app.wages.models import Comparison
from app.wages.models import Scheme as KeptScheme
from app.wages.rules.compare import Scheme
from app.wages.rules.spans import Span
from app.wages.rules.terms import Term
from app.web.language import money


@dataclass(frozen=True, slots=True)
class Varied:
    """`own`: the reader's pay under each; `changes`: who gains and loses against the first."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    changes: str
    own: tuple[str, ...]
    own_change: Money | None


def vary(
    comparison: Comparison, kept: KeptScheme, terms: Term, *, reader_id: int, reads_heads: bool
) -> Varied:
    """On the work of the comparison's days as it stands now. Raises NotComputable,
    TellsHeads, NoWorkInSpan."""
    first = queries.schemes_by_id(comparison.schemes[:1])[0]
    beside = [first] if first.id == kept.id else [first, kept]
    schemes = [
        *(Scheme(one.name, queries.terms_of(one)) for one in beside),
        Scheme(gettext("Other numbers"), terms),
    ]
    compared = compare_own(
        schemes, Span(comparison.from_on, comparison.to_on), reads_heads=reads_heads
    )
    result = compared.to_json()
    key = result["people"].get(str(reader_id))
    currency = result["currency"]
    own = [Money(o.pay[key], currency) for o in compared.outcomes] if key else []
    moved = compared.outcomes[-1].against_first
    return Varied(
        tuple(scheme.name for scheme in schemes),
        tuple(figure_rows(result, None)),
        changes(moved.winners, moved.losers, moved.unchanged),
        tuple(money(paid) for paid in own),
        Money(own[-1].minor - own[-2].minor, currency) if own else None,
    )
