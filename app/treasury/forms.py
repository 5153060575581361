"""Forms of the treasury."""

from fractions import Fraction

from flask_babel import lazy_gettext as _
from stdnum import bic, iban
from stdnum.exceptions import ValidationError as NotValid
from wtforms import DateField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.coop import today
from app.treasury.queries import Filter
from app.treasury.rules import UnknownCode, check_code, in_sepa, rests_on_decision
from app.web.forms import AmountField, Form, not_in_future, not_in_past
from app.web.language import speak


def check_iban(field: StringField) -> None:
    """Leaves the account number checked and without spaces."""
    try:
        field.data = iban.validate(field.data or "")
    except NotValid:
        raise ValidationError(
            _("This is no IBAN: a digit is missing, too many, or mistyped.")
        ) from None
    if not in_sepa(field.data):
        raise ValidationError(_("This account is outside SEPA: no bank file can be made."))


class CoopAccountForm(Form):
    """`iban.data` and `bic.data` are checked and without spaces."""

    iban = StringField(
        _("Account number (IBAN)"), [InputRequired(_("Write the IBAN.")), Length(max=60)]
    )
    bic = StringField(_("The bank's code (BIC)"), [Optional(), Length(max=20)])
    holder = StringField(
        _("Holder of the account"),
        [DataRequired(_("Write whose account it is.")), Length(max=70)],
    )

    def validate_iban(self, field: StringField) -> None:
        check_iban(field)

    def validate_bic(self, field: StringField) -> None:
        try:
            field.data = bic.validate(field.data)
        except NotValid:
            raise ValidationError(_("A BIC has 8 or 11 letters and digits.")) from None


class JournalForm(Form):
    """Which entries of the journal are looked at."""

    class Meta(Form.Meta):
        csrf = False

    words = StringField(_("What for"), [Optional(), Length(max=200)])
    from_on = DateField(_("From"), [Optional()])
    to_on = DateField(_("To"), [Optional()])

    def filter(self) -> Filter:
        """What cannot be read is passed over, and the form says so."""
        self.validate()
        good = {field.name: field.data for field in self if not field.errors}
        words = (good.get("words") or "").strip()
        return Filter(words, good.get("from_on"), good.get("to_on"))


class EntryForm(Form):
    """A plain entry: one amount from one account to another."""

    booked_on = DateField(_("Day"), [InputRequired(_("Choose a day."))], default=today)
    validate_booked_on = not_in_future
    text = StringField(_("What for"), [DataRequired(_("Write what it is for.")), Length(max=200)])
    debit = StringField(_("To the account (debit)"), [InputRequired(_("Name an account."))])
    credit = StringField(_("From the account (credit)"), [InputRequired(_("Name an account."))])
    amount = AmountField(
        _("Amount"), [InputRequired(_("Write an amount.")), NumberRange(Fraction(1, 1000))]
    )

    def validate_debit(self, field: StringField) -> None:
        field.data = _code(field.data)

    def validate_credit(self, field: StringField) -> None:
        field.data = _code(field.data)
        if field.data == self.debit.data:
            raise ValidationError(_("The two accounts are the same."))


def _code(text: str | None) -> str:
    code = (text or "").strip()
    try:
        check_code(code)
    except UnknownCode as unknown:
        raise ValidationError(speak(unknown.sentence)) from None
    if rests_on_decision(code):
        raise ValidationError(
            _("This account is booked with what was decided: by pay runs, payouts and motions.")
        )
    return code


class ReversalForm(Form):
    text = StringField(_("Why"), [DataRequired(_("Write why.")), Length(max=200)])


class ExecutionForm(Form):
    execute_on = DateField(
        _("The bank pays on"), [InputRequired(_("Choose a day."))], default=today
    )
    validate_execute_on = not_in_past


class SoughtForm(Form):
    """Whose payments of a list are shown."""

    class Meta(Form.Meta):
        csrf = False

    member = StringField(_("Name or number"))


class PaidForm(Form):
    paid_on = DateField(_("Paid on"), [InputRequired(_("Choose a day."))], default=today)
    validate_paid_on = not_in_future
