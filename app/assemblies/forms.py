"""What is filled in to convene an assembly and to set its agenda."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.assemblies import queries
from app.assemblies.actions import NewItem
from app.assemblies.rules import NoticeTooShort, StartsInPast
from app.bylaws.rules.matters import NAMES
from app.members.register import units_on
from app.web.forms import Form
from app.web.language import day, speak


class AssemblyForm(Form):
    """`starts_on` and `starts_at` are day and time in the co-op's zone."""

    beside = {NoticeTooShort: "starts_on", StartsInPast: "starts_on"}

    title = StringField(_("Title"), [DataRequired(_("Give it a title.")), Length(max=200)])
    unit_id = SelectField(_("Of which unit"), [InputRequired()], coerce=int)
    place = StringField(
        _("Place"), [Length(max=200)], description=_("A room, and where to call in from afar.")
    )
    starts_on = DateField(_("Day"), [InputRequired(_("Say on which day."))])
    starts_at = TimeField(_("Time"), [InputRequired(_("Say at what time."))])
    motions = SelectMultipleField(
        _("Motions to put on the agenda"),
        [Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    points = TextAreaField(
        _("Other points"), [Length(max=5000)], description=_("One a line: news, reports, talk.")
    )

    def offer(self, today: date) -> None:
        """Fills in the units and the motions; each with the first day its notice allows."""
        self.unit_id.choices = {place.id: place.name for place in units_on(today)}
        motions = queries.motions_to_put()
        self.motions.choices = {
            motion.id: f"{motion.number} · {motion.title}" for motion in motions
        }
        self.notices = {
            motion.id: gettext(
                "%(matter)s, from %(day)s on",
                matter=speak(NAMES[motion.matter]),
                day=day(queries.earliest_day(motion.matter, today)),
            )
            for motion in motions
        }

    def begins_at(self, zone: str) -> datetime:
        """The moment it starts, in UTC."""
        day_, time = self.starts_on.data, self.starts_at.data
        assert day_ is not None and time is not None, "the form is valid"  # noqa: S101, PT018
        return datetime.combine(day_, time, ZoneInfo(zone)).astimezone(UTC)

    def items(self) -> list[NewItem]:
        points = (line.strip() for line in (self.points.data or "").splitlines())
        return [NewItem(line[:200]) for line in points if line] + [
            NewItem(motion_id=motion_id) for motion_id in self.motions.data or []
        ]


class ItemForm(Form):
    """A point for the agenda: a motion, or a title."""

    motion_id = SelectField(_("Motion"), coerce=int)
    title = StringField(_("Or another point"), [Length(max=200)])

    def offer(self, unit_id: int, assembly_id: int) -> None:
        motions = queries.motions_to_put(unit_id, assembly_id)
        self.motion_id.choices = {0: gettext("None")} | {
            motion.id: f"{motion.number} · {motion.title}" for motion in motions
        }

    def validate_title(self, field: StringField) -> None:
        if not field.data and not self.motion_id.data:
            raise ValidationError(gettext("Choose a motion or write a point."))

    def item(self) -> NewItem:
        if self.motion_id.data:
            return NewItem(motion_id=self.motion_id.data)
        return NewItem(self.title.data or "")


class PapersForm(Form):
    papers = TextAreaField(
        _("Papers"),
        [Length(max=50_000)],
        description=_("What members should read. Markdown works."),
    )
