"""A question with several answers as a form: its options, and the method that chooses."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FieldList, FormField, IntegerField, RadioField, SelectField, StringField
from wtforms.form import Form as PlainForm
from wtforms.validators import InputRequired, Length, Optional

from app.errors import InvalidInput
from app.motions.forms.motions import MotionForm
from app.motions.rules.effects import EffectKind
from app.motions.rules.questions import BallotTerms, Method, Option, Question, Tied, check_question
from app.motions.words import METHODS
from app.web.forms import ExactField
from app.web.language import speak

ROWS = 4
"""So many empty rows for options; more can be asked for without a script."""


class OptionForm(PlainForm):
    """One option; an empty row is passed over."""

    title = StringField(_("Option"), [Length(max=200)])
    text = StringField(_("More about it"), [Length(max=2000)])


class QuestionForm(MotionForm):
    """A resolution that leaves the answer to the vote."""

    kind = EffectKind.RESOLUTION

    method = RadioField(_("How the members choose"), [InputRequired(_("Choose a method."))])
    options = FieldList(FormField(OptionForm), _("Options"))
    seats = IntegerField(_("How many are chosen"), [Optional()], default=1)
    highest = IntegerField(_("Highest points"), [Optional()], default=5)
    budget = IntegerField(_("Dots for each member"), [Optional()], default=10)
    default = StringField(_("The option “none of these”"), [Length(max=200)])
    ratio = ExactField(_("Ratio against it"), [Optional()], default=Fraction(1))
    tied = SelectField(_("A tie is ended"))

    def offer(self, today: Any) -> None:
        asked = [method for method in METHODS if method is not Method.MOTION]
        self.method.choices = {str(method): speak(METHODS[method][0]) for method in asked}
        self.hints = {str(method): speak(METHODS[method][1]) for method in asked}
        self.tied.choices = [
            (str(Tied.LOT), _("by lot, with a seed published when the vote opens")),
            (str(Tied.BYLAW), _("as the bylaws say: by the chair, or nothing is carried")),
        ]
        self.widen(ROWS)

    def step(self, asked: Mapping[str, str]) -> bool:
        if "more" in asked:
            self.widen(len(self.options) + ROWS)
        return "more" in asked

    def widen(self, rows: int) -> None:
        while len(self.options) < rows:
            self.options.append_entry()

    def question(self) -> Question:
        """What the form asks; the parts that the method does not use fall away."""
        method = Method(self.method.data)
        rows = [row.form for row in self.options] if method.has_options else []
        return Question(
            method=method,
            options=[
                Option((row.title.data or "").strip(), row.text.data or "")
                for row in rows
                if (row.title.data or "").strip() or (row.text.data or "").strip()
            ],
            seats=1 if self.seats.data is None or not method.has_options else self.seats.data,
            terms=BallotTerms(
                highest=5 if self.highest.data is None else self.highest.data,
                budget=10 if self.budget.data is None else self.budget.data,
                default=(self.default.data or "").strip(),
                ratio=self.ratio.data or Fraction(1),
                tied=Tied(self.tied.data),
            ),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        try:
            check_question(self.question())
        except InvalidInput as fault:
            field = self[fault.where]
            field.errors = [*field.errors, speak(fault.sentence)]
            return False
        return True

    def words(self) -> dict[str, Any]:
        return super().words() | {"question": self.question()}


def shown(question: Question) -> dict[str, Any]:
    """The fields that show a question, for a draft that is opened again."""
    return {
        "method": str(question.method),
        "options": [{"title": one.title, "text": one.text} for one in question.options],
        "seats": question.seats,
        "highest": question.terms.highest,
        "budget": question.terms.budget,
        "default": question.terms.default,
        "ratio": question.terms.ratio,
        "tied": str(question.terms.tied),
    }
