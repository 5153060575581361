"""Several schemes of a comparison as one question: the members choose among them."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.motions.rules.questions import LONGEST_TITLE, BallotTerms, Method, Question, Tied
from app.motions.words import METHODS
from app.wages.forms import Checkboxes, not_paid
from app.web.forms import Form
from app.web.language import speak

OFFERED = (Method.SCHULZE, Method.IRV, Method.APPROVAL, Method.PLURALITY)


class ChoiceForm(Form):
    schemes = Checkboxes(
        _("Which schemes?"), [InputRequired(_("Choose at least two schemes."))], coerce=int
    )
    method = RadioField(_("How the members choose"), [InputRequired(_("Choose a method."))])
    none = BooleanField(_("“None of these” is an option"), default=True)
    title = StringField(_("Title of the motion"), [InputRequired(), Length(max=LONGEST_TITLE)])
    text = TextAreaField(_("The motion"), [InputRequired(), Length(max=20_000)])
    reason = TextAreaField(_("Reasons"), [Length(max=20_000)])
    commences_on = DateField(_("In force from"), [Optional(), not_paid])

    def offer(self, schemes: list[tuple[int, str]]) -> None:
        self.schemes.choices = schemes
        self.method.choices = [(str(method), speak(METHODS[method][0])) for method in OFFERED]
        self.hints = {str(method): speak(METHODS[method][1]) for method in OFFERED}

    def question(self) -> Question:
        """The question without its options."""
        method = Method(self.method.data)
        asked = method is Method.SCHULZE and self.none.data
        default = gettext("None of these: pay stays as it is") if asked else ""
        return Question(method, terms=BallotTerms(default=default, tied=Tied.LOT))
