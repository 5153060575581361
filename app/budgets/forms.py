"""Budgets and limits as they are proposed, and spendings as they are recorded."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.form import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.budgets.actions import check_expense
from app.budgets.words import NAMES, fund_name
from app.coop import founded_coop, today
from app.errors import InvalidInput, RuleViolation
from app.members.models import Office
from app.members.register import units_on
from app.members.words import office_name
from app.money import digits, to_minor
from app.treasury.forms import check_iban
from app.treasury.fund_rules import RESERVE, RESULT, FundKind, SameFund, Shortage, fund_code
from app.treasury.funds import Standing as FundStanding
from app.web.forms import AmountField, Form, not_before_first, not_in_future
from app.web.language import speak

ROWS = 4
"""So many empty rows for lines; more can be asked for without a script."""
_SPENDING = (Office.CHAIR, Office.SECRETARY, Office.TREASURER, Office.DELEGATE)
"""Who may be let spend: not who inspects, counts votes or runs the installation."""


def in_minor(amount: Fraction | None) -> int:
    """The amount of a valid form."""
    assert amount is not None  # noqa: S101 (InputRequired)
    return to_minor(amount, digits(founded_coop().currency))


def _positive(message: Any) -> list[Any]:
    return [InputRequired(message), NumberRange(Fraction(1, 1000))]


class LineForm(PlainForm):
    """One line of a budget; an empty row is passed over."""

    purpose = StringField(_("What for"), [Length(max=200)])
    account = StringField(_("Account"), [Length(max=100)])
    unit_id = SelectField(_("Unit"), coerce=int)
    amount = AmountField(_("Amount"), [Optional(), NumberRange(Fraction(1, 1000))])

    @property
    def is_empty(self) -> bool:
        return not (self.purpose.data or "").strip() and self.amount.data is None

    def validate_account(self, field: StringField) -> None:
        if self.is_empty:
            return
        field.data = (field.data or "").strip()
        try:
            check_expense(field.data, "account")
        except (RuleViolation, InvalidInput) as fault:
            raise ValidationError(speak(fault.sentence)) from None

    def validate_amount(self, field: AmountField) -> None:
        if not self.is_empty and field.data is None:
            raise ValidationError(_("Write an amount."))

    def validate_purpose(self, field: StringField) -> None:
        if not self.is_empty and not (field.data or "").strip():
            raise ValidationError(_("Write what it is for."))


class BudgetForm(Form):
    name = StringField(
        _("Name of the budget"), [DataRequired(_("Give it a name.")), Length(max=200)]
    )
    from_on = DateField(_("From"), [InputRequired(_("Choose a day."))])
    to_on = DateField(_("To"), [InputRequired(_("Choose a day."))])
    lines = FieldList(FormField(LineForm), _("Lines"))
    text = TextAreaField(_("Why"), [Length(max=20_000)])

    def offer(self, today: date, rows: int = ROWS) -> None:
        """Fills in the units that there are, and empty rows."""
        while len(self.lines) < rows:
            self.lines.append_entry()
        for row in self.lines:
            row.form.unit_id.choices = {place.id: place.name for place in units_on(today)}

    validate_to_on = not_before_first

    def validate_lines(self, field: FieldList) -> None:
        if all(row.form.is_empty for row in field):
            raise ValidationError(_("A budget needs a line."))

    def effect(self) -> dict[str, Any]:
        """As `motions.rules` reads it."""
        return {
            "name": self.name.data,
            "from_on": self.from_on.data.isoformat(),
            "to_on": self.to_on.data.isoformat(),
            "lines": [
                {
                    "purpose": row.form.purpose.data.strip(),
                    "account": row.form.account.data,
                    "unit_id": row.form.unit_id.data,
                    "amount": in_minor(row.form.amount.data),
                }
                for row in self.lines
                if not row.form.is_empty
            ],
        }


class LimitForm(Form):
    office = SelectField(_("Office"), [InputRequired()])
    unit_id = SelectField(_("Of which unit"), [InputRequired()], coerce=int)
    once = AmountField(_("At most at once"), _positive(_("Write an amount.")))
    in_all = AmountField(_("At most in all"), _positive(_("Write an amount.")))
    months = SelectField(_("In each"), [InputRequired()], coerce=int)
    to_on = DateField(
        _("Last day"), [Optional()], description=_("Leave it empty for the end of the budget.")
    )
    title = StringField(
        _("Title of the motion"), [DataRequired(_("Give it a title.")), Length(max=200)]
    )
    text = TextAreaField(_("Why"), [Length(max=20_000)])

    def offer(self, today: date) -> None:
        self.office.choices = {str(office): office_name(office) for office in _SPENDING}
        self.unit_id.choices = {place.id: place.name for place in units_on(today)}
        self.months.choices = [(1, _("month")), (3, _("quarter")), (12, _("year"))]

    def effect(self, line_id: int) -> dict[str, Any]:
        return {
            "line_id": line_id,
            "office": self.office.data,
            "unit_id": self.unit_id.data,
            "once": in_minor(self.once.data),
            "in_all": in_minor(self.in_all.data),
            "months": self.months.data,
            "to_on": self.to_on.data.isoformat() if self.to_on.data else None,
        }


class SpendingForm(Form):
    payee = StringField(_("Who is paid"), [DataRequired(_("Write who is paid.")), Length(max=200)])
    purpose = StringField(
        _("What for"), [DataRequired(_("Write what it is for.")), Length(max=200)]
    )
    invoice = StringField(_("Number of the invoice"), [Length(max=60)])
    amount = AmountField(_("Amount"), _positive(_("Write an amount.")))
    spent_on = DateField(_("Day"), [InputRequired(_("Choose a day."))], default=today)
    validate_spent_on = not_in_future


class PayeeAccountForm(Form):
    """`iban.data` is checked and without spaces."""

    iban = StringField(
        _("Account number (IBAN)"), [InputRequired(_("Write the IBAN.")), Length(max=60)]
    )
    holder = StringField(
        _("Holder of the account"),
        [DataRequired(_("Write whose account it is.")), Length(max=70)],
    )

    def validate_iban(self, field: StringField) -> None:
        check_iban(field)


class InvoiceFileForm(Form):
    file = FileField(
        _("The invoice"), [FileRequired(_("Choose a file."))], description=_("PDF, PNG or JPEG")
    )


class FundForm(Form):
    """A fund that the members are to open."""

    title = StringField(
        _("Name of the fund"), [DataRequired(_("Give it a name.")), Length(max=200)]
    )
    code = StringField(
        _("Short name"),
        [InputRequired(_("Write a short name.")), Length(max=40)],
        description=_(
            "One word of letters that begins with a capital: Health. Its account is named so."
        ),
    )
    kind = RadioField(_("What is it for?"), [InputRequired()], default=str(FundKind.OTHER))
    shortage = RadioField(
        _("Where a pay run takes more than the pay fund holds"),
        [InputRequired()],
        default=str(Shortage.WARN),
    )
    text = TextAreaField(_("Why"), [Length(max=20_000)])

    def __init__(self, **shown: Any) -> None:
        super().__init__(**shown)
        self.kind.choices = [
            (str(FundKind.OTHER), _("A purpose of the members: health, solidarity, a new kiln")),
            (str(FundKind.PAY), _("Pay: pay runs are paid out of it")),
        ]
        self.shortage.choices = [
            (str(Shortage.WARN), _("the run page warns, and the surplus bears the rest")),
            (str(Shortage.REFUSE), _("the run is not approved before a motion puts more into it")),
        ]

    def validate_code(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        try:
            fund_code(field.data)
        except InvalidInput as fault:
            raise ValidationError(speak(fault.sentence)) from None

    def effect(self) -> dict[str, Any]:
        return {
            "name": self.title.data,
            "code": self.code.data,
            "kind": self.kind.data,
            "shortage": self.shortage.data,
        }


class TransferForm(Form):
    """An amount that is to go from one fund to another; an empty choice is the result that is not
    shared out yet."""

    title = StringField(
        _("Title of the motion"), [DataRequired(_("Give it a title.")), Length(max=200)]
    )
    source = SelectField(_("From"))
    target = SelectField(_("To"))
    amount = AmountField(_("Amount"), _positive(_("Write an amount.")))
    text = TextAreaField(_("Why"), [Length(max=20_000)])

    def offer(self, standings: Iterable[FundStanding]) -> None:
        named = {one.code: fund_name(one) for one in standings}
        self.target.choices = {RESULT: speak(NAMES[RESULT])} | named
        self.source.choices = {
            code: name for code, name in self.target.choices.items() if code != RESERVE
        }

    def validate_target(self, field: SelectField) -> None:
        if field.data == self.source.data:
            raise ValidationError(speak(SameFund.sentence))

    def effect(self) -> dict[str, Any]:
        return {
            "source": self.source.data,
            "target": self.target.data,
            "amount": in_minor(self.amount.data),
        }


class SpanForm(Form):
    """The days of a statement; it changes nothing, and stands in the address."""

    class Meta(Form.Meta):
        csrf = False

    from_on = DateField(_("From"), [Optional()])
    to_on = DateField(_("To"), [Optional()])
