"""Drawing lots that anyone can draw again.

Everybody in the pool has the lot SHA-256 of `SEED|NUMBER`, NUMBER being theirs in the register;
the smallest hexadecimal digest comes first. To check one: `printf '%s' 'SEED|7' | sha256sum`.
"""

import hashlib
from collections.abc import Iterable


def lot_of(seed: str, number: int) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()


def drawn(seed: str, numbers: Iterable[int]) -> list[int]:
    """Everybody in the order in which they are drawn, however the pool is listed."""
    return sorted(set(numbers), key=lambda number: lot_of(seed, number))


def pool_hash(numbers: Iterable[int]) -> str:
    """SHA-256 over the register numbers, ascending, one a line: what fixes the pool before the
    seed is known."""
    lines = "".join(f"{number}\n" for number in sorted(set(numbers)))
    return hashlib.sha256(lines.encode()).hexdigest()
