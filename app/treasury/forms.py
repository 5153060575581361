"""Forms of the treasury."""

from flask_babel import lazy_gettext as _
from stdnum import bic, iban
from stdnum.exceptions import ValidationError as NotValid
from wtforms import DateField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.treasury.rules import in_sepa
from app.web.forms import Form


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
        try:
            field.data = iban.validate(field.data or "")
        except NotValid:
            raise ValidationError(
                _("This is no IBAN: a digit is missing, too many, or mistyped.")
            ) from None
        if not in_sepa(field.data):
            raise ValidationError(_("This account is outside SEPA: no bank file can be made."))

    def validate_bic(self, field: StringField) -> None:
        try:
            field.data = bic.validate(field.data)
        except NotValid:
            raise ValidationError(_("A BIC has 8 or 11 letters and digits.")) from None


class ExecutionForm(Form):
    execute_on = DateField(_("The bank pays on"), [InputRequired(_("Choose a day."))])


class PaidForm(Form):
    paid_on = DateField(_("Paid on"), [InputRequired(_("Choose a day."))])
