"""Keeping passwords: Argon2id, a few at a time.

One hash takes 64 MiB and a fifth of a second. Everybody signs in at the door of an assembly, so
that no more are computed at once than there are processors; the others wait their turn.
"""

import os
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106, section 4, second recommended option.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
_TURN = BoundedSemaphore(os.cpu_count() or 1)

_NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$bm9ib2R5IGhhcyB0aGlz$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""A hash that no password has. An unknown e-mail takes as long as a wrong password."""


def hash_password(password: str) -> str:
    with _TURN:
        return _HASHER.hash(_normal(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether the password is the one whose hash was kept; takes its time also without one."""
    with _TURN:
        try:
            return _HASHER.verify(kept or _NOBODYS, _normal(password))
        except (VerificationError, InvalidHashError):
            return False


def _normal(password: str) -> bytes:
    """The same characters are the same password, however a keyboard composes them."""
    return unicodedata.normalize("NFC", password).encode()
