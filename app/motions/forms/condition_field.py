"""A form's field for a condition: one of the usual ones by name, or lines of one's own."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from app.bylaws.rules.condition_json import (
    amount_to_json,
    condition_to_json,
    parse_amount,
    parse_condition,
)
from app.bylaws.rules.condition_words import describe, describe_amount
from app.errors import InvalidInput
from app.motions.forms.condition_lines import (
    NEW_CONDITION,
    Fields,
    Line,
    changed,
    line_of,
    place_of,
    read_amount,
    read_condition,
)
from app.web.language import speak

OWN, NONE = "own", ""


class ConditionField(Field):
    """`usual`: the conditions that have a name here. `none`: what it means to have no condition;
    without it one is asked for. `lines`: the condition of one's own as JSON, with which a change of
    it begins, `first` where there is none yet."""

    kind: ClassVar = "condition"
    data: Any
    process_errors: list[str]

    def __init__(
        self,
        label: Any = None,
        usual: Mapping[str, Any] | None = None,
        *,
        none: Any = None,
        first: Any = NEW_CONDITION,
        **about: Any,
    ) -> None:
        self.usual, self.none, self.first = usual or {}, none, first
        self.problem: InvalidInput | None = None
        super().__init__(label, **about)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.process_errors = []
        self.object_data = self.data = None if data is unset_value else data
        if formdata is None:
            self.chosen = self._name_of(self.data)
        else:
            self.chosen = formdata.get(self.name, NONE)
            self.data = self.usual.get(self.chosen)
        self.lines = self.first if self.data is None else self.to_json(self.data)
        if formdata is not None and self.chosen == OWN:
            self._write(self.read(formdata, self.name))

    def _name_of(self, data: Any) -> str:
        if data is None:
            return NONE
        return next((key for key, usual in self.usual.items() if usual == data), OWN)

    def _write(self, lines: Any) -> None:
        self.lines = lines
        try:
            self.data = self.parse(lines, self.name)
        except InvalidInput as fault:
            self.problem = InvalidInput(fault.sentence, place_of(fault.where))

    def step(self, verb: str, place: str) -> None:
        """One line more or less, at the name of a place."""
        self.chosen, self.problem = OWN, None
        self._write(changed(self.lines, verb, place.removeprefix(self.name)))

    def pre_validate(self, form: Any) -> None:
        if self.problem is not None:
            raise StopValidation(speak(self.problem.sentence))
        if self.is_missing:
            raise StopValidation(gettext("Choose what has to be met."))

    @property
    def is_missing(self) -> bool:
        return self.data is None and (self.chosen != NONE or self.none is None)

    @property
    def line(self) -> Line:
        """What its own lines show."""
        return line_of(self.lines, self.name)

    @property
    def target(self) -> str:
        """Where a fault is to be mended: at its line, or at the choice."""
        return self.problem.where if self.problem else f"{self.id}-0"

    def choices(self) -> dict[str, str]:
        """What can be chosen, in the reader's words."""
        none = {} if self.none is None else {NONE: str(self.none)}
        return none | {key: speak(self.describe(usual)) for key, usual in self.usual.items()}

    @staticmethod
    def read(fields: Fields, name: str) -> Any:
        return read_condition(fields, name)

    @staticmethod
    def parse(data: Any, where: str) -> Any:
        return parse_condition(data, where)

    @staticmethod
    def to_json(data: Any) -> Any:
        return condition_to_json(data)

    @staticmethod
    def describe(data: Any) -> Any:
        return describe(data)


class SizeField(ConditionField):
    """The same for an amount alone."""

    kind = "amount"

    @staticmethod
    def read(fields: Fields, name: str) -> Any:
        return read_amount(fields, name)

    @staticmethod
    def parse(data: Any, where: str) -> Any:
        return parse_amount(data, where)

    @staticmethod
    def to_json(data: Any) -> Any:
        return amount_to_json(data)

    @staticmethod
    def describe(data: Any) -> Any:
        return describe_amount(data)
