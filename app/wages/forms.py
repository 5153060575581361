"""Forms about schemes, comparisons and pay runs."""

import json
import tomllib
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.errors import InvalidInput
from app.our_time import is_of_our_time
from app.sentences import say
from app.wages.actions import check_not_paid
from app.wages.comparison.figures import Lens
from app.wages.rules.openness import Openness
from app.wages.rules.parse import parse_terms
from app.wages.rules.refusals import PeriodNotOver, PeriodPaidAlready, PeriodsOverlap, RunStands
from app.wages.rules.spans import Span
from app.wages.rules.terms import Term
from app.wages.runs.slip_table import SlipOrder
from app.wages.words import OPENNESS, OPENNESS_MEANING
from app.web.forms import Form, MoneyField, not_before_first
from app.web.language import speak


class SlipsForm(Form):
    """Which payslips of a run, and in which order."""

    class Meta(Form.Meta):
        csrf = False

    member = StringField(_("Name or number"))
    order = SelectField(
        _("In order of"),
        choices=[
            SelectChoice(SlipOrder.NUMBER.value, _("Number")),
            SelectChoice(SlipOrder.CHANGE.value, _("Change")),
            SelectChoice(SlipOrder.GROSS.value, _("Gross")),
            SelectChoice(SlipOrder.NET.value, _("Paid out")),
        ],
        default=SlipOrder.NUMBER.value,
    )

    @property
    def asked(self) -> dict[str, str]:
        """What goes on to the next page."""
        return {"member": self.member.data or "", "order": self.chosen.value}

    @property
    def chosen(self) -> SlipOrder:
        """What cannot be read is by number."""
        known = {one.value: one for one in SlipOrder}
        return known.get(self.order.data or "", SlipOrder.NUMBER)


class SchemeForm(Form):
    """A scheme as its canonical JSON, or as it stands in SCHEMES.toml."""

    name = StringField(_("Name"), [InputRequired(), Length(max=200)])
    terms = TextAreaField(_("Terms"), [InputRequired(), Length(max=20_000)])

    parsed: Term

    def validate_terms(self, field: Any) -> None:
        try:
            self.parsed = parse_terms(_read(field.data.strip()))
        except RecursionError:
            raise ValidationError(speak(say("terms are nested too deeply"))) from None
        except ValueError as error:
            raise ValidationError(str(error)) from None
        except InvalidInput as error:
            raise ValidationError(f"{error.where}: {speak(error.sentence)}") from None


def _read(text: str) -> Any:
    """JSON, or the right-hand side of `terms = …` in SCHEMES.toml."""
    if text.startswith("{") and '":' in text.replace(" ", ""):
        return json.loads(text, parse_float=str)
    toml = text if text.startswith("terms") else f"terms = {text}"
    return tomllib.loads(toml, parse_float=str).get("terms")


class Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ComparisonForm(Form):
    schemes = Checkboxes(
        _("Schemes"), [InputRequired(_("Choose at least one scheme."))], coerce=int
    )
    from_on = DateField(_("From"), [InputRequired()])
    to_on = DateField(_("To"), [InputRequired()])
    validate_to_on = not_before_first


class LensForm(Form):
    """How a comparison is looked at; it changes nothing, and stands in the address."""

    class Meta(Form.Meta):
        csrf = False

    fund = MoneyField(_("Fund for a month"), [Optional(), NumberRange(min=0)])
    living_wage = MoneyField(_("Living wage for an hour"), [Optional(), NumberRange(min=0)])
    without_goods = BooleanField(_("Without the goods"))

    @property
    def look(self) -> dict[str, str]:
        """As it stands in an address."""
        asked = (self.fund, self.living_wage, self.without_goods)
        return {field.name: field.raw_data[0] for field in asked if field.raw_data}

    @property
    def lens(self) -> Lens:
        return Lens(self.fund.data, self.living_wage.data, self.without_goods.data)


class OpennessForm(Form):
    """A motion on who sees whose pay."""

    policy = RadioField(
        _("How open shall pay be?"),
        [InputRequired()],
        choices=[SelectChoice(policy.value, OPENNESS[policy]) for policy in Openness],
    )
    title = StringField(_("Title of the motion"), [InputRequired(), Length(max=200)])
    text = TextAreaField(_("The motion"), [InputRequired(), Length(max=20_000)])
    reason = TextAreaField(_("Reasons"), [Length(max=20_000)])
    commences_on = DateField(_("In force from"), [Optional()])

    meanings = OPENNESS_MEANING


def not_paid(_form: Form, field: Any) -> None:
    """A scheme begins after the last approved pay period."""
    try:
        if field.data is not None:  # what is no day is told by the field itself
            check_not_paid(field.data)
    except PeriodPaidAlready as refusal:
        raise ValidationError(speak(refusal.sentence)) from None


class ProposalForm(Form):
    scheme = RadioField(_("Which scheme?"), [InputRequired()], coerce=int)
    title = StringField(_("Title of the motion"), [InputRequired(), Length(max=200)])
    text = TextAreaField(_("The motion"), [InputRequired(), Length(max=20_000)])
    reason = TextAreaField(_("Reasons"), [Length(max=20_000)])
    commences_on = DateField(_("In force from"), [Optional(), not_paid])


class PayRunForm(Form):
    """The period of a pay run; `span` once both days are written, and can be meant."""

    beside = {RunStands: "from_on", PeriodsOverlap: "from_on", PeriodNotOver: "to_on"}

    from_on = DateField(_("First day"), [InputRequired()])
    to_on = DateField(_("Last day"), [InputRequired()])
    validate_to_on = not_before_first

    @property
    def span(self) -> Span | None:
        first, last = self.from_on.data, self.to_on.data
        if not (first and last and first <= last):
            return None
        return Span(first, last) if is_of_our_time(first) and is_of_our_time(last) else None
