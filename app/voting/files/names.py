"""Names of candidates, which a count tells apart by nothing else."""

from collections.abc import Iterable


def duplicate(names: Iterable[str]) -> str | None:
    """The first name that occurs a second time."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
