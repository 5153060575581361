"""Forms of the log and of the catalogue."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.our_time import is_of_our_time
from app.production.catalogue import Makeable
from app.production.files.log_files import renamed
from app.production.hours import HoursKind
from app.production.log_book import Line
from app.production.rules.entries import EntryState, LogClosed
from app.production.words import WORDS
from app.web.forms import ExactField, Form, MinutesField

KINDS = [SelectChoice(str(kind), WORDS[kind]) for kind in HoursKind]
STATES = [SelectChoice(str(state), WORDS[state]) for state in EntryState]


def _id(text: Any) -> int | None:
    return int(text) if text not in {None, "", "None"} else None


def _state(text: Any) -> EntryState | None:
    return EntryState(text) if text else None


def item_choices(items: Iterable[Makeable], own_unit: int | None = None) -> list[SelectChoice]:
    """What can be made, the reader's own unit first."""
    in_order = sorted(items, key=lambda item: item.unit_id != own_unit)
    return [
        SelectChoice(str(item.id), f"{item.name} ({item.measure})", optgroup=item.unit)
        for item in in_order
    ]


class OutputForm(Form):
    """What own entries and crews' entries have in common."""

    beside = {LogClosed: "worked_on"}

    worked_on = DateField(_("Day"), [InputRequired(_("Choose a day."))])
    item = SelectField(_("Item"), [Optional()], coerce=_id)
    quantity = ExactField(_("Good"), [Optional()])
    rejects = ExactField(_("Rejects"), [Optional()])
    note = StringField(_("Note"), [Optional(), Length(max=300)])

    def offer(self, items: Iterable[Makeable], own_unit: int | None) -> None:
        nothing = SelectChoice("", _("No item: only time"))
        self.item.choices = [nothing, *item_choices(items, own_unit)]

    @property
    def output(self) -> dict[str, Any]:
        """The fields as `actions.log_entry` takes them."""
        return {
            "worked_on": self.worked_on.data,
            "item_id": self.item.data,
            "quantity": self.quantity.data or Fraction(0),
            "rejects": self.rejects.data or Fraction(0),
            "note": self.note.data or "",
        }


class EntryForm(OutputForm):
    hours = MinutesField(_("Hours"), [Optional()])
    kind = SelectField(_("Kind of hours"), [InputRequired()], choices=KINDS, coerce=HoursKind)

    def fill(self, line: Line) -> None:
        """What an entry of before says, to be changed and logged anew."""
        self.item.data = line.item_id
        self.quantity.data = line.quantity or None
        self.hours.data = line.minutes or None
        self.kind.data = line.labour[0].kind


class StintForm(PlainForm):
    """One row of a crew: empty rows are passed over."""

    member = StringField(_("Member"), [Optional(), Length(max=250)])
    hours = MinutesField(_("Hours"), [Optional()])
    kind = SelectField(_("Kind of hours"), choices=KINDS, coerce=HoursKind)


class CrewEntryForm(OutputForm):
    crew = StringField(_("Crew"), [DataRequired(_("Give the crew a name.")), Length(max=100)])
    hours = FieldList(FormField(StintForm), _("Who worked, and how long"))

    def fill(self, line: Line) -> None:
        """The crew of an entry of before, with its item; the amounts are new every day."""
        self.crew.data, self.item.data = line.crew, line.item_id
        for time in line.labour:
            row = {"member": f"{time.number} {time.name}", "hours": None, "kind": time.kind}
            self.hours.append_entry(row)

    def widen(self, rows: int) -> None:
        """At least so many rows; rows can be added without a script."""
        while len(self.hours) < rows:
            self.hours.append_entry()

    def filled(self) -> list[StintForm]:
        return [row.form for row in self.hours if (row.form.member.data or "").strip()]


class ReasonForm(Form):
    reason = StringField(
        _("Why"), [DataRequired(_("Say why: the others will read it.")), Length(max=1000)]
    )


class ItemForm(Form):
    name = StringField(_("Name"), [DataRequired(_("Give it a name.")), Length(max=200)])
    code = StringField(
        _("Code"),
        [DataRequired(_("Give it a code.")), Length(max=60)],
        description=_("Short, for files and crews' lists. It does not change any more."),
    )
    measure = StringField(
        _("Counted in"),
        [DataRequired(_("Say in what it is counted.")), Length(max=40)],
        description=_("Pieces, kg, m³ …"),
    )
    decimals = IntegerField(
        _("Decimals"),
        [InputRequired(_("Write 0 if it is counted whole.")), NumberRange(0, 6)],
        default=0,
        description=_("0: counted whole. 2: to the hundredth."),
    )
    unit = SelectField(_("Made in"), [InputRequired(_("Say where it is made."))], coerce=_id)


class ProposalForm(Form):
    beside = {"rate": "value", "minutes": "value"}

    value = ExactField(_("Value"), [InputRequired(_("Write the new value."))])
    commences_on = DateField(_("In force from"), [Optional()])
    reason = TextAreaField(_("Reasons"), [Optional(), Length(max=20_000)])


class ImportForm(Form):
    log = FileField(_("File"), [FileRequired(_("Choose a file."))], description=_("csv, xlsx, ods"))
    maps = TextAreaField(
        _("Other headings"),
        [Optional(), Length(max=2000)],
        description=_("If your file has other headings, one a line: Name=member"),
    )
    only_check = BooleanField(_("Only check, take nothing"))

    def renamed(self) -> dict[str, str]:
        """The columns by the headings of the file. Raises InvalidInput."""
        return renamed((self.maps.data or "").splitlines())


class ListForm(PlainForm):
    """The filter of the list of entries, from the address of the page."""

    unit = SelectField(_("Unit"), [Optional()], coerce=_id)
    item = SelectField(_("Item"), [Optional()], coerce=_id)
    member = SelectField(_("Member"), [Optional()], coerce=_id)
    state = SelectField(
        _("State"),
        [Optional()],
        choices=[SelectChoice("", _("All that stand")), *STATES],
        coerce=_state,
    )
    from_on = DateField(_("From"), [Optional()])
    to_on = DateField(_("To"), [Optional()])


def as_choices(pairs: Iterable[tuple[int, str]], all_of_them: Any) -> list[SelectChoice]:
    return [
        SelectChoice("", all_of_them),
        *(SelectChoice(str(key), words) for key, words in pairs),
    ]


def day_or(text: str | None, fallback: date) -> date:
    """A day from an address; the fallback where it cannot be read."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return fallback
    return day if is_of_our_time(day) else fallback
