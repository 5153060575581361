"""Forms of what pay has beside the scheme, one for each kind."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.coop import today
from app.members.queries import Person
from app.record.models import Decision
from app.wages.kinds import AbsenceKind, AdjustmentKind
from app.web.forms import (
    AmountField,
    ExactField,
    Form,
    chosen_number,
    not_before_first,
    somebody,
)

ABSENCES = {
    AbsenceKind.HOLIDAY: _("Holiday"),
    AbsenceKind.SICKNESS: _("Sickness"),
    AbsenceKind.CARE: _("Care of others"),
    AbsenceKind.OTHER: _("Other absence"),
}


def decision_choices(decisions: Iterable[Decision]) -> list[SelectChoice]:
    """With none chosen yet, so that a slip cites nothing."""
    return [
        SelectChoice("", gettext("No decision")),
        *(
            SelectChoice(
                str(one.id), f"{one.motion_number}: {one.title}" if one.motion_id else one.title
            )
            for one in decisions
        ),
    ]


class AdjustmentForm(Form):
    """What every kind has: whose pay, and when."""

    member = SelectField(_("Member"), [InputRequired()], coerce=chosen_number)

    def offer(self, people: Iterable[Person], decisions: Iterable[Decision]) -> None:
        self.member.choices = somebody({one.id: f"{one.number} {one.name}" for one in people})
        if "decision" in self:
            self["decision"].choices = decision_choices(decisions)


class AbsenceForm(AdjustmentForm):
    absence = SelectField(
        _("Kind"),
        [InputRequired()],
        choices=[SelectChoice(kind.value, word) for kind, word in ABSENCES.items()],
    )
    from_on = DateField(_("First day"), [InputRequired()])
    to_on = DateField(_("Last day"), [InputRequired()])
    hours = ExactField(_("Hours"), [InputRequired(), NumberRange(min=0)])
    rate = AmountField(_("Pay for an hour"), [Optional(), NumberRange(min=0)])
    decision = SelectField(_("By decision"), [Optional()], coerce=chosen_number)

    validate_to_on = not_before_first


class AdditionForm(AdjustmentForm):
    on = DateField(_("Day"), [InputRequired()], default=today)
    what = StringField(_("What for"), [InputRequired(), Length(max=200)])
    amount = AmountField(_("Amount"), [InputRequired()])
    decision = SelectField(_("By decision"), [InputRequired()], coerce=chosen_number)


class GoodsForm(AdjustmentForm):
    on = DateField(_("Day"), [InputRequired()], default=today)
    goods = SelectField(_("Goods"), [InputRequired()])
    quantity = ExactField(_("Quantity"), [InputRequired()])


class AdvanceForm(AdjustmentForm):
    on = DateField(_("Paid out on"), [InputRequired()], default=today)
    what = StringField(_("What for"), [InputRequired(), Length(max=200)])
    amount = AmountField(_("Amount"), [InputRequired()])


class DeductionForm(AdjustmentForm):
    on = DateField(_("Day"), [InputRequired()], default=today)
    what = StringField(_("What for"), [InputRequired(), Length(max=200)])
    amount = AmountField(_("Amount"), [InputRequired()])
    most_per_run = AmountField(_("Each run takes at most"), [Optional()])
    decision = SelectField(_("By decision"), [Optional()], coerce=chosen_number)


class GoodsPriceForm(Form):
    name = StringField(_("Goods"), [InputRequired(), Length(max=100)])
    measure = StringField(_("Measure"), [InputRequired(), Length(max=40)])
    price = AmountField(_("One counts for"), [InputRequired(), NumberRange(min=0)])
    from_on = DateField(_("From"), [InputRequired()], default=today)
    decision = SelectField(_("By decision"), [InputRequired()], coerce=chosen_number)


FORMS: dict[AdjustmentKind, type[AdjustmentForm]] = {
    AdjustmentKind.ABSENCE: AbsenceForm,
    AdjustmentKind.ADDITION: AdditionForm,
    AdjustmentKind.GOODS: GoodsForm,
    AdjustmentKind.ADVANCE: AdvanceForm,
    AdjustmentKind.DEDUCTION: DeductionForm,
}
"""Pay that was too much has none: a run finds it."""
