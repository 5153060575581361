"""The text of an election file, read once: its lines, its digest, and errors that point into it."""

from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from io import BytesIO, TextIOWrapper
from pathlib import Path

from app.errors import InvalidInput
from app.sentences import Sentence, say

_MOST = 1 << 20
"""No ballot fills a megabyte; a line without end would take the machine's memory."""


def _endless(data: bytes) -> int | None:
    """Where so many bytes stand without the end of a line; None where they nowhere do."""
    for at in range(0, len(data) - _MOST + 1, _MOST):
        if data.find(b"\n", at, at + _MOST) < 0 and data.find(b"\r", at, at + _MOST) < 0:
            return at
    return None


def is_number(text: str) -> bool:
    """Whether `text` is a whole number, of a size that a number of ballots can have."""
    return text.isascii() and text.isdigit() and len(text) <= 15


class Unreadable(Exception):
    """What is wrong with a piece of text; whoever knows its line makes InvalidInput of it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Source:
    """A file in UTF-8, with or without a byte order mark, in UTF-16 with one, or in Latin-1.

    Lines end as on any system. Raises InvalidInput if the file cannot be read or is empty.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        try:
            self._data = path.read_bytes()
        except OSError as error:
            reason = say("The file cannot be read: %(reason)s.", reason=error.strerror)
            raise InvalidInput(reason, self.name) from error
        endless = _endless(self._data)
        if endless is not None:
            line = self._data.count(b"\n", 0, endless) + 1
            raise self.error(line, say("The line is too long."))
        if not any(self.lines()):
            raise self.error(1, say("The file is empty."))

    @cached_property
    def sha256(self) -> str:
        return sha256(self._data).hexdigest()

    @cached_property
    def _encoding(self) -> str:
        if self._data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        try:
            self._data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return "latin-1"
        return "utf-8-sig"

    def stream(self, newline: str | None = None) -> TextIOWrapper:
        """The text from its beginning; `newline` as for `open`."""
        return TextIOWrapper(BytesIO(self._data), self._encoding, "replace", newline)

    def lines(self) -> Iterator[str]:
        """All lines without surrounding blanks."""
        return map(str.strip, self.stream())

    def error(self, line: int, sentence: Sentence) -> InvalidInput:
        return InvalidInput(sentence, f"{self.name}, line {line}")

    def error_at(
        self, text: str, sentence: Sentence, after: str = "", nth: int = 1
    ) -> InvalidInput:
        """An error at the `nth` line that reads `text`, of those after the first line `after`."""
        numbered = list(enumerate(self.lines(), 1))
        start = next((number for number, line in numbered if line == after), 0) if after else 0
        found = [number for number, line in numbered if number > start and line == text]
        return self.error(found[nth - 1] if len(found) >= nth else len(numbered), sentence)
