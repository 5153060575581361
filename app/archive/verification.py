"""Verifying the archive: each check looks for the first fault of its kind.

Nothing here trusts what was stored: hashes are taken again, facts are held against the events
that sealed them, votes are counted again and pay is computed again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.archive.checks.decisions import decisions_fault
from app.archive.checks.money import money_fault
from app.archive.checks.pay import pay_fault
from app.archive.checks.people import people_fault
from app.archive.checks.rows import rows_fault
from app.archive.checks.schemes import schemes_fault
from app.archive.checks.votes import votes_fault, votes_not_recounted
from app.archive.checks.work import work_fault
from app.errors import InvalidInput, RuleViolation
from app.production.sums import fault as sums_fault
from app.record.queries import chain_fault
from app.sentences import Sentence, say

CHECKS: tuple[tuple[Sentence, Callable[[], Sentence | None]], ...] = (
    (say("The chain of events holds."), chain_fault),
    (say("Units, standings, offices and dependants are as they were sealed."), people_fault),
    (say("Items, rates, norms, work and its signatures are as they were sealed."), work_fault),
    (say("Bookings, payments, budgets and payouts are as they were sealed."), money_fault),
    (say("The kept sums of work are what the log comes to."), sums_fault),
    (say("Every closed vote comes out the same, counted again."), votes_fault),
    (say("Bylaws, motions, decisions and effects are as they were sealed."), decisions_fault),
    (say("Every approved pay run comes out the same, computed again."), pay_fault),
    (say("Wage schemes, laws and pay runs are as they were sealed."), schemes_fault),
    (say("Every row is as the events sealed it."), rows_fault),
)


LEFT_OUT: dict[Callable[[], Sentence | None], Callable[[], Sentence | None]] = {
    votes_fault: votes_not_recounted
}
"""By check: what it could not look at, None where that is nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check established: `holds` in words, or the first fault; `left_out`: what it could
    not look at."""

    holds: Sentence
    fault: Sentence | None
    left_out: Sentence | None = None


def verify() -> Iterator[Finding]:
    """Runs every check, in their order. The archive is sound where no finding has a fault."""
    for holds, check in CHECKS:
        yield finding(holds, check)


def finding(holds: Sentence, check: Callable[[], Sentence | None]) -> Finding:
    """Runs one check."""
    fault, left_out = _fault(check), LEFT_OUT.get(check)
    return Finding(holds, fault, left_out() if left_out and fault is None else None)


def _fault(check: Callable[[], Sentence | None]) -> Sentence | None:
    """What a check finds. A value that it cannot even read was not written by the program."""
    try:
        return check()
    except (
        ArithmeticError,
        InvalidInput,
        LookupError,
        RuleViolation,
        TypeError,
        ValueError,
    ) as odd:
        return say("Something stored cannot be read: %(reason)s", reason=str(odd))


def first_fault(findings: Iterable[Finding]) -> Sentence | None:
    return next((finding.fault for finding in findings if finding.fault is not None), None)
