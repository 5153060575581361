"""The first sheet of an xlsx or ods workbook as a table with named columns."""

import json
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import dropwhile
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from app.errors import InvalidInput
from app.production.files.csv_files import NO_RENAMING, Row, arranged
from app.production.files.sheet_reader import TOO_MUCH
from app.sentences import say

SHEETS = frozenset({".xlsx", ".ods"})
MOST_UNPACKED = 24 << 20
_READER = Path(__file__).with_name("sheet_reader.py")
_SECONDS = 30


def read_sheet(
    path: Path,
    columns: Sequence[str],
    required: Collection[str],
    renamed: Mapping[str, str] = NO_RENAMING,
) -> Iterator[Row]:
    """The rows of the first sheet, as `csv_files.read_rows` gives those of a CSV file.
    Raises InvalidInput, also for a file that unpacks to more than anybody logs."""
    _check_size(path)
    yield from arranged(_lines(path), path.name, columns, required, renamed)


def _check_size(path: Path) -> None:
    try:
        with ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (OSError, BadZipFile) as problem:
        raise InvalidInput(
            say("the file cannot be read: %(reason)s", reason=str(problem)), path.name
        ) from problem
    if unpacked > MOST_UNPACKED:
        raise InvalidInput(say("the file unpacks to more than it may"), path.name)


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    command = [sys.executable, "-P", str(_READER), str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 (our own reader; the path is an argument)
    except subprocess.TimeoutExpired as problem:
        raise InvalidInput(say("the file takes too long to read"), path.name) from problem
    if done.returncode == TOO_MUCH:
        raise InvalidInput(say("the sheet has more rows or columns than it may"), path.name)
    if done.returncode:
        raise InvalidInput(say("the file is no workbook that can be read"), path.name)
    rows = (json.loads(row) for row in done.stdout.splitlines())
    yield from dropwhile(lambda numbered: not any(numbered[1]), enumerate(rows, start=1))
