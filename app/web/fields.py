"""What a form field needs in HTML beyond its name: keyboard, width, description, its problems."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from wtforms import (
    Field,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.form import BaseForm

_NUMBER = {"inputmode": "decimal", "class": "short", "autocomplete": "off"}
_BY_TYPE: dict[str, dict[str, str]] = {
    "AmountField": _NUMBER,
    "DecimalField": {"inputmode": "decimal", "class": "short"},
    "EmailField": {"autocomplete": "email", "inputmode": "email"},
    "ExactField": _NUMBER,
    "IntegerField": {"inputmode": "numeric", "class": "short", "autocomplete": "off"},
    # No inputmode: the decimal keyboard of some phones has no colon.
    "MinutesField": {"class": "short", "autocomplete": "off", "placeholder": "7:30"},
    "MoneyField": _NUMBER,
    "PasswordField": {"autocomplete": "current-password"},
}
# A numeric field is text with a number keyboard: a spinner loses digits and refuses a comma.
_AS_TEXT = {"DecimalField", "IntegerField"}


def field_attributes(field: Field, hint: str, extra: dict[str, Any]) -> dict[str, Any]:
    """The HTML attributes of a field; those in `extra` win."""
    found: dict[str, Any] = dict(_BY_TYPE.get(field.type, {}))
    if field.type in _AS_TEXT:
        found |= {"type": "text", "min": False, "max": False}
    if isinstance(field, SelectField) and not _can_be_left(field):
        found["required"] = False  # HTML lets only a list be required that can be left empty
    described = [f"{field.id}-hint"] if hint else []
    described += [f"{field.id}-error-{place}" for place, _ in enumerate(field.errors, 1)]
    if described:
        found["aria-describedby"] = " ".join(described)
    if field.errors:
        found["aria-invalid"] = "true"
    return found | extra


def _can_be_left(field: SelectField) -> bool:
    first = next(iter(field.iter_choices()), None)
    return first is not None and not first[0]


def problems(form: BaseForm) -> list[tuple[str, str]]:
    """Everything wrong with a form, in its order: the id of the control to go to, the words.

    The id is empty for a problem of the form as a whole.
    """
    return [*_problems(form), *(("", str(error)) for error in getattr(form, "form_errors", ()))]


def _problems(fields: Any) -> Iterator[tuple[str, str]]:
    for field in fields:
        if isinstance(field, FormField):
            yield from _problems(field.form)
            continue
        if isinstance(field, FieldList):
            yield from _problems(field.entries)
        for error in field.errors:
            if not isinstance(error, list | tuple | dict):  # those of entries came above
                yield _target(field), str(error)


def _target(field: Field) -> str:
    """A group of radios or boxes is reached at its first, several lines where they say."""
    if hasattr(field, "target"):
        return str(field.target)
    grouped = isinstance(field, RadioField | SelectMultipleField)
    return f"{field.id}-0" if grouped else str(field.id)


def init_app(app: Flask) -> None:
    app.jinja_env.globals |= {"field_attributes": field_attributes, "problems": problems}
