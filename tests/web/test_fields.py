"""What a field says to keyboards and screen readers, and where its problems lead."""

from werkzeug.datastructures import MultiDict
from wtforms import (
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired

from app.web.fields import field_attributes, problems


class Row(Form):
    quantity = IntegerField("Quantity", [InputRequired("How many?")])


class Boxes(SelectMultipleField):
    """A field by a name of its own, as slices make them."""


class Sheet(Form):
    title = StringField("Title", [InputRequired("Name it.")])
    choice = RadioField(
        "Choice", [InputRequired("Choose.")], choices=[SelectChoice("a"), SelectChoice("b")]
    )
    boxes = Boxes("Boxes", [InputRequired("Tick one.")], choices=[SelectChoice("a")])
    rows = FieldList(FormField(Row), min_entries=2)


def sheet(**values):
    form = Sheet(MultiDict(values))
    form.validate()
    return form


def test_problems_come_in_the_order_of_the_form_and_lead_to_a_control():
    assert problems(sheet(**{"rows-0-quantity": "3"})) == [
        ("title", "Name it."),
        ("choice-0", "Choose."),
        ("boxes-0", "Tick one."),
        ("rows-1-quantity", "How many?"),
    ]


def test_a_problem_of_the_whole_form_leads_nowhere():
    form = Row(MultiDict({"quantity": "1"}))
    form.form_errors.append("The e-mail or the password is not right.")
    assert problems(form) == [("", "The e-mail or the password is not right.")]


def test_a_field_names_its_hint_and_its_problem():
    field = sheet().title
    assert field_attributes(field, "Short.", {})["aria-describedby"] == "title-hint title-error-1"
    assert field_attributes(field, "", {})["aria-invalid"] == "true"
    assert field_attributes(sheet(title="x").title, "", {}) == {}


def test_numbers_are_text_with_a_number_keyboard():
    field = Row().quantity
    assert field_attributes(field, "", {})["inputmode"] == "numeric"
    assert 'type="text"' in field(**field_attributes(field, "", {}))
    assert field_attributes(field, "", {"inputmode": "decimal"})["inputmode"] == "decimal"
