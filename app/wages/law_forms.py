"""The form of what the law says."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, SelectField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.wages.rules.exact import ZERO
from app.wages.rules.legal import Legal, MinimumWindow, Overtime
from app.wages.rules.spans import WeekDay
from app.web.forms import ExactField, Form, MoneyField

WINDOWS: Mapping[StrEnum, Any] = {
    MinimumWindow.HOUR: _("each line of the log"),
    MinimumWindow.DAY: _("each day"),
    MinimumWindow.WEEK: _("each week"),
    MinimumWindow.PERIOD: _("the pay period as a whole"),
}
OVERTIME: Mapping[StrEnum, Any] = {
    Overtime.NONE: _("no extra pay"),
    Overtime.REGULAR_RATE: _("half of the week's average hourly pay more"),
    Overtime.TIME_AND_A_HALF: _("half of what these hours earned more"),
}
DAYS: Mapping[StrEnum, Any] = {
    WeekDay.MONDAY: _("Monday"),
    WeekDay.TUESDAY: _("Tuesday"),
    WeekDay.WEDNESDAY: _("Wednesday"),
    WeekDay.THURSDAY: _("Thursday"),
    WeekDay.FRIDAY: _("Friday"),
    WeekDay.SATURDAY: _("Saturday"),
    WeekDay.SUNDAY: _("Sunday"),
}


def _choices(words: Mapping[StrEnum, Any]) -> list[SelectChoice]:
    return [SelectChoice(option.value, word) for option, word in words.items()]


class LawForm(Form):
    from_on = DateField(_("In force from"), [InputRequired()])
    reference = TextAreaField(_("The law"), [InputRequired(), Length(max=1000)])
    minimum_hourly = MoneyField(_("Minimum pay for an hour"), [Optional()])
    minimum_window = SelectField(
        _("The minimum must be reached in"),
        [InputRequired()],
        choices=_choices(WINDOWS),
        default=MinimumWindow.PERIOD,
    )
    rated_output = BooleanField(_("Work with a norm counts as 120 per cent of its standard time"))
    rest_and_waiting = BooleanField(_("Rest and waiting are paid for themselves"))
    overtime = SelectField(_("Overtime pays"), choices=_choices(OVERTIME), default=Overtime.NONE)
    overtime_after = ExactField(_("Overtime begins after"), [InputRequired()], default=40)
    week_starts = SelectField(_("A week starts on"), choices=_choices(DAYS), default=WeekDay.MONDAY)
    deduct_at_most = ExactField(_("Deductions take at most"), [Optional()])
    protected = MoneyField(_("Deductions leave at least"), [Optional()])

    def validate_deduct_at_most(self, field: Any) -> None:
        if field.data is not None and not 0 <= field.data <= 100:
            raise ValidationError(_("A share is from 0 to 100."))

    def _not_negative(self, field: Any) -> None:
        if field.data is not None and field.data < 0:
            raise ValidationError(_("Less than nothing cannot be asked for."))

    validate_minimum_hourly = validate_overtime_after = validate_protected = _not_negative

    @property
    def legal(self) -> Legal:
        share = self.deduct_at_most.data
        return Legal(
            self.minimum_hourly.data,
            MinimumWindow(self.minimum_window.data),
            Overtime(self.overtime.data),
            self.overtime_after.data or ZERO,
            WeekDay(self.week_starts.data).number,
            self.rated_output.data,
            self.rest_and_waiting.data,
            None if share is None else Fraction(share) / 100,
            self.protected.data or ZERO,
        )
