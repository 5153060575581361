"""What a mover fills in: the words of a motion and, by its kind, what it does."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    FieldList,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.members.models import Office, Standing
from app.members.queries import mandates_on, people_on, person_on
from app.members.register import units_on
from app.members.words import office_name
from app.money import decimal_text, parse_decimal
from app.motions.amendments.queries import amount_name
from app.motions.models import Motion, MotionVersion
from app.motions.rules.course import CommencesInPast, check_commencement
from app.motions.rules.effects import Effect, EffectKind
from app.motions.rules.paragraphs import Changes, differences, paragraphs_of
from app.web.forms import ExactField, Form, chosen_number, somebody
from app.web.language import speak

LONGEST = 20_000
"""Characters of a text: some eight printed pages."""


class MotionForm(Form):
    """A plain resolution: its text says it all."""

    kind = EffectKind.RESOLUTION

    title = StringField(_("Title"), [DataRequired(_("Give it a title.")), Length(max=200)])
    text = TextAreaField(
        _("Text"),
        [DataRequired(_("Write what is to be decided.")), Length(max=LONGEST)],
        description=_("What is to be decided, as it will stand in the minutes. Markdown works."),
    )
    reason = TextAreaField(_("Reasons"), [Length(max=LONGEST)])
    unit_id = SelectField(_("Who decides"), [InputRequired()], coerce=int)
    commences_on = DateField(
        _("Takes effect on"),
        [Optional()],
        description=_("Leave it empty for the day on which it is carried."),
    )

    def __init__(self, mover_id: int, today: date, **shown: Any) -> None:
        super().__init__(**shown)
        self.unit_id.choices = bodies(mover_id, today)
        self.offer(today)

        self.today = today

    def offer(self, today: date) -> None:
        """Fills in what can be chosen today."""

    def step(self, asked: Mapping[str, str]) -> bool:
        """Whether another row or line was asked for, which needs no script: it is there now."""
        return False

    def validate_commences_on(self, field: DateField) -> None:
        try:
            check_commencement(field.data, self.today)
        except CommencesInPast as refusal:
            raise ValidationError(speak(refusal.sentence)) from None

    def effect(self) -> Effect:
        return Effect(self.kind)

    @staticmethod
    def shown(effect: dict[str, Any]) -> dict[str, Any]:
        """The fields that show an effect, for a draft that is opened again."""
        return {}

    def words(self) -> dict[str, Any]:
        """What every motion has, for `draft_motion` and `revise_draft`."""
        return {
            "unit_id": self.unit_id.data,
            "title": self.title.data or "",
            "text": self.text.data or "",
            "reason": self.reason.data or "",
            "commences_on": self.commences_on.data,
            "effect": self.effect(),
        }


class AdmissionForm(MotionForm):
    kind = EffectKind.ADMIT_MEMBER

    member_id = SelectField(
        _("Candidate"), [InputRequired(_("Choose a member."))], coerce=chosen_number
    )

    def offer(self, today: date) -> None:
        candidates = people_on(today, Standing.CANDIDATE)
        self.member_id.choices = somebody({one.id: one.name for one in candidates})

    def effect(self) -> Effect:
        return Effect(self.kind, {"member_id": self.member_id.data})

    @staticmethod
    def shown(effect: dict[str, Any]) -> dict[str, Any]:
        return {"member_id": effect["member_id"]}


class AppointmentForm(MotionForm):
    kind = EffectKind.APPOINT_OFFICE

    member_id = SelectField(_("Who"), [InputRequired(_("Choose a member."))], coerce=chosen_number)
    office = SelectField(_("Office"), [InputRequired()])
    office_unit_id = SelectField(_("Of which unit"), [InputRequired()], coerce=int)
    to_on = DateField(
        _("Last day"), [Optional()], description=_("Leave it empty for no end but recall.")
    )
    limits = StringField(
        _("Limits"),
        [Length(max=500)],
        description=_("What the office may not do alone, such as spend more than 500."),
    )

    def offer(self, today: date) -> None:
        people = people_on(today, Standing.FULL)
        self.member_id.choices = somebody({one.id: one.name for one in people})
        self.office.choices = {str(office): office_name(office) for office in Office}
        self.office_unit_id.choices = {place.id: place.name for place in units_on(today)}

    def effect(self) -> Effect:
        to_on: date | None = self.to_on.data
        data = {
            "member_id": self.member_id.data,
            "office": self.office.data,
            "unit_id": self.office_unit_id.data,
            "to_on": to_on.isoformat() if to_on else None,
            "limits": self.limits.data or "",
        }
        return Effect(self.kind, data)

    @staticmethod
    def shown(effect: dict[str, Any]) -> dict[str, Any]:
        to_on = date.fromisoformat(effect["to_on"]) if effect["to_on"] else None
        return effect | {"to_on": to_on, "office_unit_id": effect["unit_id"]}


class RecallForm(MotionForm):
    kind = EffectKind.RECALL_OFFICE

    mandate = SelectField(_("Office to be recalled"), [InputRequired(_("Choose an office."))])

    def offer(self, today: date) -> None:
        self.mandate.choices = {"": gettext("Choose an office")} | {
            f"{one.member_id} {one.office} {one.unit_id}": (
                f"{one.member.name}, {office_name(one.office)}, {one.unit.name}"
            )
            for one in mandates_on(today)
        }

    def effect(self) -> Effect:
        member, office, unit = str(self.mandate.data).split(" ")
        data = {"member_id": int(member), "office": office, "unit_id": int(unit)}
        return Effect(self.kind, data)

    @staticmethod
    def shown(effect: dict[str, Any]) -> dict[str, Any]:
        return {"mandate": "{member_id} {office} {unit_id}".format(**effect)}


class AmendmentForm(Form):
    """The paragraphs of a version of a motion, each as it should read, a new one, and the reason;
    of a rate or a norm another amount too."""

    version = IntegerField(widget=HiddenInput())
    amount = ExactField(_("Amount as it should be"), [InputRequired(_("Write an amount."))])
    paragraphs = FieldList(TextAreaField(validators=[Length(max=LONGEST)]))
    new_text = TextAreaField(_("New paragraph"), [Length(max=LONGEST)])
    after = SelectField(_("Where it comes in"), coerce=int)
    reason = TextAreaField(_("Reasons"), [Length(max=LONGEST)])

    def __init__(self, kind: EffectKind, base: MotionVersion, **shown: Any) -> None:
        part = amount_name(kind, base.effect)
        if part is not None:
            shown |= {"amount": parse_decimal(base.effect[part])}
        present = paragraphs_of(base.text)
        shown |= {"paragraphs": present, "version": base.version, "after": len(present)}
        super().__init__(**shown)
        self.after.choices = {0: gettext("At the head")} | {
            number: gettext("After paragraph %(number)s", number=number)
            for number, _present in enumerate(present, 1)
        }
        if part is None:
            del self.amount
        self.kind, self.part, self.base = kind, part, base

    def validate_paragraphs(self, field: FieldList) -> None:
        """An amendment leaves no paragraph out: one that is to go comes back empty."""
        if len(field.entries) != len(paragraphs_of(self.base.text)):
            raise ValidationError(gettext("Something is missing here: open this page again."))

    def changes(self) -> Changes:
        wanted = [entry.data or "" for entry in self.paragraphs]
        return differences(self.base.text, wanted, self.new_text.data or "", self.after.data)

    def effect(self) -> Effect:
        if self.part is None or self.amount.data is None:
            return Effect(self.kind, self.base.effect)
        data = self.base.effect | {self.part: decimal_text(self.amount.data)}
        return Effect(self.kind, data)


def words_of(motion: Motion) -> dict[str, Any]:
    """The fields that show a motion, for a draft that is opened again."""
    return {
        "title": motion.title,
        "text": motion.text,
        "reason": motion.reason,
        "unit_id": motion.unit_id,
        "commences_on": motion.commences_on,
    }


def bodies(member_id: int, today: date) -> dict[int, str]:
    """The assemblies in which someone may move: those of their unit and of all above it, the
    whole co-op first."""
    places = {place.id: place for place in units_on(today)}
    person = person_on(member_id, today)
    place = places.get(person.unit_id) if person else None
    chain = []
    while place is not None:
        chain.append((place.id, place.name))
        place = places.get(place.parent_id) if place.parent_id else None
    return dict(reversed(chain))
