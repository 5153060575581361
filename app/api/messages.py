"""Reading what a caller sends and writing what they get, as JSON in the forms of `values`."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlencode

import msgspec
from flask import Response, current_app, request
from werkzeug.exceptions import UnsupportedMediaType

from app.api.values import Page
from app.errors import InvalidInput
from app.our_time import OTHER_AGE, is_of_our_time
from app.sentences import say

T = TypeVar("T")
P = TypeVar("P", bound=Page)

_PLACE = re.compile(r"(.*) - at `(?:key in )?\$\.?(.*)`")
_UNKNOWN = re.compile(r".*unknown field `(.*)`")


def read_body(form: Any) -> Any:
    """The body as a value of `form`. Raises InvalidInput naming the place."""
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        body = msgspec.json.Decoder(form, float_hook=_refuse_float).decode(request.get_data())
    except msgspec.ValidationError as fault:
        raise _unfit(fault) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise InvalidInput(
            say("The body cannot be read as JSON: %(reason)s", reason=str(fault)), "body"
        ) from None
    _check_days(body, "")
    return body


def read_query(form: type[T]) -> T:
    """The values after the question mark. Raises InvalidInput naming the one at fault."""
    try:
        query = msgspec.convert(request.args.to_dict(), form, strict=False)
    except msgspec.ValidationError as fault:
        raise _unfit(fault) from None
    _check_days(query, "")
    return query


def answer(value: Any, status: int = 200) -> Response:
    return current_app.response_class(
        msgspec.json.encode(value), status=status, content_type="application/json"
    )


def answer_page(values: Sequence[Any], page: Page, total: int) -> Response:
    """A part of a list, with how many there are and the address of the next part."""
    response = answer(values)
    response.headers["Total-Count"] = str(total)
    following = page.offset + page.limit
    if following < total:
        asked = urlencode(request.args.to_dict() | {"limit": page.limit, "offset": following})
        response.headers["Link"] = f'<{request.path}?{asked}>; rel="next"'
    return response


def part(values: Sequence[T], page: Page) -> Sequence[T]:
    return values[page.offset : page.offset + page.limit]


def _unfit(fault: msgspec.ValidationError) -> InvalidInput:
    found = _PLACE.fullmatch(str(fault))
    reason, where = (found[1], found[2]) if found else (str(fault), "")
    if unknown := _UNKNOWN.fullmatch(reason):
        where = ".".join(filter(None, (where, unknown[1])))
    return InvalidInput(say("This does not fit the interface: %(reason)s.", reason=reason), where)


def _check_days(value: Any, where: str) -> None:
    """Raises InvalidInput for a day or a moment of another age, wherever it stands."""
    if isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            place = f"{where}.{field.encode_name}".removeprefix(".")
            _check_days(getattr(value, field.name), place)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            _check_days(one, f"{where}[{number}]")
    elif isinstance(value, date) and not is_of_our_time(value):
        raise InvalidInput(OTHER_AGE, where)


def _refuse_float(text: str) -> NoReturn:
    raise ValueError(f"write {text[:40]} in quotes, as exact text")
