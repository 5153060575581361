"""Forms about people."""

from typing import Any

from flask_babel import lazy_gettext as _
from stdnum import iban
from stdnum.exceptions import ValidationError as NotValid
from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import (
    DataRequired,
    Email,
    EqualTo,
    InputRequired,
    Length,
    NumberRange,
    Optional,
)

from app.coop import founded_coop
from app.errors import InvalidInput
from app.members.models import Member
from app.members.rules import MOST_DEPENDANTS, EmailTaken, LeavesInThePast, check_password
from app.web.forms import Form
from app.web.language import speak


def _stripped(text: str | None) -> str | None:
    return text.strip() if text else text


class SignInForm(Form):
    email = EmailField(_("E-mail"), [InputRequired(_("Write your e-mail."))], [_stripped])
    password = PasswordField(_("Password"), [InputRequired(_("Write your password."))])
    kept = HiddenField()  # what was typed before the session ended, sealed


class PresentPasswordForm(Form):
    """Stands above the forms it is part of: their fields go in the order in which they are made."""

    present = PasswordField(_("Present password"), [InputRequired(_("Write your password."))])


class NewPasswordForm(Form):
    """A password, twice. `about` is whose: their name is no password."""

    password = PasswordField(_("New password"), [InputRequired(_("Choose a password."))])
    again = PasswordField(
        _("The same again"), [EqualTo("password", _("The two are not the same."))]
    )

    def __init__(self, about: Member, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.about = (about.name, about.email or "", founded_coop().name)

    def validate_password(self, field: PasswordField) -> None:
        try:
            check_password(field.data or "", about=self.about)
        except InvalidInput as error:
            raise ValidationError(speak(error.sentence)) from None


class ChangePasswordForm(PresentPasswordForm, NewPasswordForm):
    """Another password, by whoever knows the present one."""


class InvitationForm(Form):
    beside = {EmailTaken: "email"}

    name = StringField(
        _("Name"), [InputRequired(_("Write the person's name.")), Length(max=200)], [_stripped]
    )
    email = EmailField(
        _("E-mail"),
        [InputRequired(_("Write their e-mail.")), Email(_("This is no e-mail address."))],
        [_stripped],
    )
    unit = SelectField(_("Where they will work"), [InputRequired()], coerce=int)
    note = StringField(_("A line about them"), [Optional(), Length(max=300)], [_stripped])


class BankAccountForm(Form):
    """`iban.data` is checked and without spaces; what cannot be read stays as it was typed."""

    iban = StringField(
        _("Account number (IBAN)"), [InputRequired(_("Write the IBAN.")), Length(max=60)]
    )
    holder = StringField(
        _("Holder of the account"),
        [DataRequired(_("Write whose account it is.")), Length(max=70)],
        [_stripped],
    )
    present = PasswordField(_("Your password"), [InputRequired(_("Write your password."))])

    def validate_iban(self, field: StringField) -> None:
        try:
            field.data = iban.validate(field.data or "")
        except NotValid:
            raise ValidationError(
                _("This is no IBAN: a digit is missing, too many, or mistyped.")
            ) from None


class DependantsForm(Form):
    adults = IntegerField(
        _("Adults"), [InputRequired(_("Write a number.")), NumberRange(0, MOST_DEPENDANTS)]
    )
    children = IntegerField(
        _("Children"), [InputRequired(_("Write a number.")), NumberRange(0, MOST_DEPENDANTS)]
    )
    from_on = DateField(_("From"), [InputRequired(_("Choose a day."))])


class LanguageForm(Form):
    language = SelectField(_("Language"), [InputRequired()])


class TokenForm(Form):
    name = StringField(
        _("What it is for"),
        [InputRequired(_("Say what it is for.")), Length(max=100)],
        [_stripped],
    )


class ResignationForm(Form):
    beside = {LeavesInThePast: "last_day"}

    last_day = DateField(_("Your last day as a member"), [InputRequired(_("Choose a day."))])
