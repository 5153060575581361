"""`artel wages compare LOG.csv`: a long plain log is added up at once, any other read by lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import InvalidInput
from app.sentences import say
from app.wages.files.tables import read_lines
from app.wages.rules.book import Book
from app.wages.rules.compare import Outcome, Scheme, compare
from app.wages.rules.legal import Legal
from app.wages.rules.legal_profile import always
from app.wages.rules.sharing import CannotBeShared
from app.wages.rules.spans import Span, pay_periods, worked
from app.wages.rules.summed.compare import compare_sums
from app.wages.rules.summed.law import check_summed
from app.wages.rules.summed.work import NotSummed
from app.wages.rules.work import Member, NoPieceRate, NotComputable, Prices, WorkLine


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be compared. `register`: the members as told, in order; `by`: "month", "week"
    or "period"; decimals: of the currency."""

    schemes: Sequence[Scheme]
    legal: Legal
    register: Sequence[Member]
    prices: Prices
    limits: Span
    by: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Answer:
    outcomes: Sequence[Outcome]
    span: Span
    strangers: Sequence[str]
    """Whom only the log knows."""


def compared_file(log: Path, asked: Asked) -> Answer:
    """Raises InvalidInput for the file, NotComputable and CrewCountedTwice."""
    try:
        return compared_at_once(log, asked)
    except (NotSummed, NotComputable, CannotBeShared):
        return compared_by_lines(log, asked)


def compared_at_once(log: Path, asked: Asked) -> Answer:
    """Raises NotSummed where lines have to be looked at one by one."""
    laws = always(asked.legal)
    check_summed(laws, ())
    # Imported here: other commands need no numpy.
    from app.wages.files.fast_log import read_columns
    from app.wages.files.fast_sums import SummedLog

    summed = SummedLog(read_columns(log), asked.limits, asked.prices)
    span = worked(asked.limits, [summed.span.first, summed.span.last])
    periods = pay_periods(span, asked.limits, asked.by, asked.legal.week_starts)
    whole = Span(periods[0].span.first, periods[-1].span.last)
    members = _present(asked.register, set(summed.workers), whole)
    strangers = sorted(set(summed.workers) - {member.key for member in members})
    book = Book((), [*members, *map(Member, strangers)], week_starts=asked.legal.week_starts)
    outcomes = compare_sums(
        asked.schemes,
        summed.in_order(list(book.members)),
        book,
        periods,
        [summed.work_by_item(period.span) for period in periods],
        asked.decimals,
        laws,
    )
    return Answer(outcomes, span, strangers)


def compared_by_lines(log: Path, asked: Asked) -> Answer:
    lines = [line for line in read_lines(log) if line.on in asked.limits]
    if not lines:
        raise InvalidInput(say("no work is logged in this span"), log.name)
    span = worked(asked.limits, [line.on for line in lines])
    legal = asked.legal
    periods = pay_periods(span, asked.limits, asked.by, legal.week_starts)
    whole = Span(periods[0].span.first, periods[-1].span.last)
    members = _present(asked.register, {line.member for line in lines}, whole)
    book = Book(lines, members, asked.prices, legal.week_starts, legal.grain)
    try:
        outcomes = compare(asked.schemes, book, periods, asked.decimals, always(legal))
    except NotComputable as problem:
        if place := _place_of(problem.__cause__, lines):
            raise InvalidInput(problem.sentence, f"{log.name}, {place}") from problem
        raise
    return Answer(outcomes, span, book.strangers)


def _place_of(reason: object, lines: Sequence[WorkLine]) -> str | None:
    """The line that a scheme cannot be computed for, where it is a single one."""
    if not isinstance(reason, NoPieceRate):
        return None
    about = (reason.on, reason.item)
    own = (one for one in lines if reason.whom in {one.member, one.crew})
    return next((one.key for one in own if (one.on, one.item) == about), None)


def _present(register: Sequence[Member], worked: set[str], span: Span) -> list[Member]:
    """Those of the register who were members in the span or worked in it."""
    return [member for member in register if member.key in worked or member.days_in(span)]
