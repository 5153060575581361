"""An invoice as a file: what is taken, and how it is told apart."""

from hashlib import sha256

from app.errors import InvalidInput
from app.sentences import say

MOST_BYTES = 5_000_000
_BEGINNINGS = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
}
"""By what a file begins with, whatever it is called: its ending and media type."""


def kind_of(content: bytes) -> tuple[str, str]:
    """The ending and the media type of a PDF or a picture. Raises InvalidInput for anything else,
    and for one that is too large."""
    if len(content) > MOST_BYTES:
        raise InvalidInput(say("an invoice has at most 5 MB: scan it in fewer dots"), "file")
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    raise InvalidInput(say("only a PDF, a PNG or a JPEG is taken"), "file")


def file_hash(content: bytes) -> str:
    """SHA-256."""
    return sha256(content).hexdigest()
