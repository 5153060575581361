"""`artel wages compare` without a LOG.csv: on the confirmed entries of the co-op itself."""

from collections.abc import Sequence

import click
from flask.cli import ScriptInfo
from sqlalchemy.exc import SQLAlchemyError

from app.coop import Coop, this_coop
from app.db import db
from app.errors import InvalidInput
from app.sentences import say
from app.wages import queries
from app.wages.comparison.actions import NoWorkInSpan, compare_own
from app.wages.comparison.report import Told
from app.wages.rules.compare import Scheme
from app.wages.rules.legal import Legal
from app.wages.rules.legal_profile import always
from app.wages.rules.spans import Span, pay_periods, worked
from app.wages.rules.work import NotComputable


def compared_own(
    schemes: Sequence[Scheme],
    legal: Legal,
    limits: Span,
    by: str,
    currency: str | None,
    file: str,
) -> Told:
    """The schemes of a file on the log within limits, by "month", "week" or "period".

    Raises InvalidInput where there is no co-op or a scheme of the file cannot be computed, and
    NoWorkInSpan.
    """
    app = click.get_current_context().ensure_object(ScriptInfo).load_app()
    with app.app_context(), db.snapshot():
        coop = _coop()
        if currency not in (None, coop.currency):
            raise InvalidInput(
                say("the co-op pays in %(currency)s", currency=coop.currency), "--currency"
            )
        logged = queries.confirmed_days(limits)
        if logged is None:
            raise NoWorkInSpan
        span = worked(limits, [logged.first, logged.last])
        periods = pay_periods(span, limits, by, legal.week_starts)
        whole = Span(periods[0].span.first, periods[-1].span.last)
        try:
            compared = compare_own(
                schemes, whole, periods=periods, laws=always(legal) or None, reads_heads=True
            )
        except NotComputable as problem:
            raise InvalidInput(problem.sentence, file) from problem
        return Told(compared.outcomes, span, coop.currency)


def _coop() -> Coop:
    try:
        coop = this_coop()
    except SQLAlchemyError as problem:
        raise InvalidInput(say("its database cannot be read"), "the co-op") from problem
    if coop is None:
        raise InvalidInput(say("none is founded here: name a LOG.csv, or found one"), "the co-op")
    return coop
