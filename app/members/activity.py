"""Who was active. Where that shows is known to the slices above, each of which says so in its
`hooks.py`: `shown_by("assemblies", attended)`.
"""

from collections.abc import Callable
from datetime import date

Trace = Callable[[date, date], set[int]]
"""The ids of those who left a trace from a day to a day, both inclusive."""

_traces: dict[str, Trace] = {}


def shown_by(name: str, trace: Trace) -> None:
    _traces[name] = trace


def active_members(from_on: date, to_on: date) -> set[int]:
    """The ids of those who worked or attended from a day to a day, both inclusive."""
    return set().union(*(trace(from_on, to_on) for trace in _traces.values()))
