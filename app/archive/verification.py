"""Verifying the archive: each check looks for the first fault of its kind.

Nothing here trusts what was stored: hashes are taken again, facts are held against the events
that sealed them, votes are counted again and pay is computed again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.archive.facts import facts_fault
from app.record.queries import chain_fault
from app.sentences import Sentence, say

Check = Callable[[], Sentence | None]

CHECKS: tuple[tuple[Sentence, Check], ...] = (
    (say("The chain of events holds."), chain_fault),
    (say("Standings, offices and rules are as they were sealed."), facts_fault),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check established: `holds` in words, or the first fault."""

    holds: Sentence
    fault: Sentence | None


def verify() -> list[Finding]:
    """Runs every check, in their order. The archive is sound where no finding has a fault."""
    return [Finding(holds, check()) for holds, check in CHECKS]


def first_fault(findings: list[Finding]) -> Sentence | None:
    return next((finding.fault for finding in findings if finding.fault is not None), None)
