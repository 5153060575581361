"""SCHEMES.toml: the schemes to compare, and what the law adds.

Raises InvalidInput naming the file, the line and the place, such as
`SCHEMES.toml, line 7: scheme[1].terms.hourly: “rate” is missing`.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from app.errors import InvalidInput
from app.production.files.csv_files import shown
from app.sentences import say
from app.wages.rules.compare import Scheme
from app.wages.rules.fields import Fields
from app.wages.rules.legal import Legal
from app.wages.rules.legal_profile import parse_legal
from app.wages.rules.parse import parse_terms

_HEADER = re.compile(r"\s*\[+\s*(scheme|legal)\s*\]")
_NAMES = re.compile(r"[A-Za-z_]+")


def read_schemes(path: Path) -> tuple[list[Scheme], Legal]:
    """The schemes of a file in their order, and its [legal] table."""
    text = _text(path)
    try:
        return parse_schemes(_toml(text, path))
    except InvalidInput as problem:
        if problem.where.startswith(path.name):
            raise
        where = f"{path.name}, line {_line(text, problem.where)}"
        if problem.where:
            where += f": {problem.where}"
        raise InvalidInput(problem.sentence, where) from problem


def parse_schemes(data: dict[str, Any]) -> tuple[list[Scheme], Legal]:
    """The same from plain data. Raises InvalidInput naming the place in it."""
    fields = Fields(data, "")
    schemes: list[Scheme] = []
    for item, where in fields.items("scheme"):
        scheme = _scheme(Fields(item, where))
        if any(scheme.name == other.name for other in schemes):
            raise InvalidInput(say("two schemes are called “%(name)s”", name=scheme.name), where)
        schemes.append(scheme)
    if not schemes:
        raise InvalidInput(say("no [[scheme]] stands here"), "scheme")
    legal = parse_legal(fields.take("legal")) if fields.has("legal") else Legal()
    fields.done()
    return schemes, legal


def _scheme(fields: Fields) -> Scheme:
    scheme = Scheme(fields.text("name"), parse_terms(fields.take("terms"), fields.place("terms")))
    fields.done()
    return scheme


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise InvalidInput(
            say("the file cannot be read: %(reason)s", reason=problem.strerror), str(path)
        ) from problem
    except UnicodeDecodeError as problem:
        line = path.read_bytes()[: problem.start].count(b"\n") + 1
        raise InvalidInput(
            say("the file is not UTF-8 text"), f"{path.name}, line {line}"
        ) from problem


def _toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as problem:
        found = re.fullmatch(r"(.*) \(at line (\d+), column \d+\)", str(problem))
        reason, line = (found[1], found[2]) if found else (str(problem), text.count("\n") + 1)
        raise InvalidInput(
            say("not readable as TOML: %(reason)s", reason=shown(reason)),
            f"{path.name}, line {line}",
        ) from problem
    except (RecursionError, ValueError) as problem:
        raise InvalidInput(
            say("not readable as TOML: tables inside tables without end, or thousands of digits"),
            path.name,
        ) from problem


def _line(text: str, where: str) -> int:
    """The line on which a place most likely stands: TOML keeps no lines, so its table's header
    is counted off and the names of the place are followed from there."""
    lines = text.splitlines()
    table, *names = _NAMES.findall(where) or [""]
    number = int(found[1]) if (found := re.match(r"scheme\[(\d+)\]", where)) else 0
    headers = [n for n, line in enumerate(lines) if (h := _HEADER.match(line)) and h[1] == table]
    if number >= len(headers):
        return 1
    line = headers[number]
    for name in names:
        for place in range(line, len(lines)):
            if place > headers[number] and _HEADER.match(lines[place]):
                break
            if re.search(rf"\b{name}\b", lines[place]):
                line = place
                break
    return line + 1
