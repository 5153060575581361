"""How a surplus is to be shared out, and plain bookings."""

from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange

from app.errors import InvalidInput
from app.surplus.rules.distribution import Measure, Plan, parse_plan
from app.web.forms import ExactField, Form, not_before_first
from app.web.language import speak

_MEASURES = {"hours": Measure.HOURS, "pay": Measure.PAY, "equally": Measure.EQUALLY}


def _share(label: Any) -> ExactField:
    return ExactField(label, [InputRequired(_("Write a share, such as 20.")), NumberRange(0, 100)])


class PlanForm(Form):
    """Shares in per cent; `plan` is there once the form is valid."""

    from_on = DateField(_("From"), [InputRequired(_("Choose a day."))])
    to_on = DateField(_("To"), [InputRequired(_("Choose a day."))])
    reserve = _share(_("To the indivisible reserve"))
    education = _share(_("To the education fund"))
    hours = _share(_("By hours worked"))
    pay = _share(_("By pay"))
    equally = _share(_("Equally"))
    reserve_bears = _share(_("Of a loss, the reserve bears"))
    years = IntegerField(_("Yearly parts for who leaves"), [InputRequired(), NumberRange(1, 30)])
    title = StringField(
        _("Title of the motion"), [InputRequired(_("Write a title.")), Length(max=200)]
    )

    plan: Plan

    validate_to_on = not_before_first

    def validate_years(self, _field: IntegerField) -> None:
        """Last of the numbers: here they are a plan, or not."""
        shares = {name: self[name].data for name in (*_SHARES, *_MEASURES)}
        if any(share is None for share in shares.values()):
            return
        try:
            self.plan = parse_plan(
                {name: str(shares[name] / 100) for name in _SHARES}
                | {"by": {name: str(shares[name] / 100) for name in _MEASURES}}
                | {"years": self.years.data}
            )
        except InvalidInput as fault:
            raise ValidationError(speak(fault.sentence)) from None

    def show(self, plan: Plan) -> None:
        """Fills the fields from a plan."""
        for name in _SHARES:
            self[name].data = getattr(plan, name) * 100
        for name, measure in _MEASURES.items():
            self[name].data = plan.by.get(measure, Fraction(0)) * 100
        self.years.data = plan.years


_SHARES = ("reserve", "education", "reserve_bears")


class PreviewForm(PlanForm):
    """The same, to look at: it changes nothing, and stands in the address."""

    title = StringField(_("Title of the motion"))

    class Meta(Form.Meta):
        csrf = False
