"""One spelling for each scheme: canonical JSON, and the hash by which a scheme is known."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import Any

from app.money import decimal_text
from app.wages.rules.terms import NAMES, Term


def to_data(term: Term) -> dict[str, Any]:
    """The tree as plain data that `parse_terms` turns back into an equal tree. Parameters that
    have their usual value are left out, so a parameter added later changes no hash."""
    return {NAMES[type(term)]: _parameters(term)}


def to_json(term: Term) -> str:
    """Canonical: names in order, no spaces, exact decimals as strings."""
    return json.dumps(to_data(term), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def scheme_hash(term: Term) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal. The scheme's name is no part of it."""
    return sha256(to_json(term).encode()).hexdigest()


def _parameters(value: Any) -> dict[str, Any]:
    return {
        field.name.rstrip("_"): _plain(part)
        for field in fields(value)
        if (part := getattr(value, field.name)) is not None and part != _usual(field)
    }


def _usual(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _plain(value: Any) -> Any:
    match value:
        case Fraction():
            return decimal_text(value)
        case StrEnum():
            return value.value
        case bool():
            return value
        case date():
            return value.isoformat()
        case Mapping():
            return {name: _plain(part) for name, part in value.items()}
        case frozenset():
            return sorted(_plain(part) for part in value)
        case tuple():
            return [_plain(part) for part in value]
    return to_data(value) if type(value) in NAMES else _parameters(value)
