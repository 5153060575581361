"""What members fill in about elections and recalls."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.coop import founded_coop
from app.elections.actions import Call
from app.elections.drawings.actions import Lots
from app.elections.rules.candidacies import (
    NominatedAlready,
    NominationsEndTooSoon,
    OnlyFullMembersStand,
)
from app.elections.rules.drawings import SeedKnownTooSoon, SeedNotKnown
from app.elections.rules.terms import check_terms
from app.errors import InvalidInput
from app.members.models import Office
from app.members.register import units_on
from app.members.terms import TooManyTerms
from app.members.words import office_name
from app.motions.forms.motions import LONGEST, MotionForm
from app.motions.models import EffectKind, Method
from app.web.forms import Form, chosen_number
from app.web.language import speak

METHODS = {
    Method.STV: _("Single transferable vote: rank them; seats in proportion"),
    Method.IRV: _("Instant runoff: rank them; for one seat"),
    Method.APPROVAL: _("Approval: mark everybody you agree with"),
    Method.MEEK: _("Meek's transferable vote: counted by machine to the last vote"),
    Method.PLURALITY: _("Plurality: mark one"),
}
MOST_STATEMENT = 5_000


class OfficeForm(MotionForm):
    """A motion that the seats of an office are filled."""

    office = SelectField(_("Office"), [InputRequired()])
    office_unit_id = SelectField(_("Of which unit"), [InputRequired()], coerce=int)
    terms = StringField(
        _("Months of each seat"),
        [DataRequired(_("Write the months of each seat.")), Length(max=300)],
        description=_("In their order: “24” is one seat, “24, 24, 12” are three."),
    )

    def offer(self, today: date) -> None:
        self.office.choices = {str(office): office_name(office) for office in Office}
        self.office_unit_id.choices = {place.id: place.name for place in units_on(today)}

    def validate_terms(self, field: StringField) -> None:
        try:
            check_terms(self.months())
        except ValueError:
            raise ValidationError(gettext("Write whole months, such as 24, 24, 12.")) from None
        except InvalidInput as refusal:
            raise ValidationError(speak(refusal.sentence)) from None

    def months(self) -> list[int]:
        return [int(part) for part in str(self.terms.data).split(",")]

    def moved(self) -> dict[str, Any]:
        """The words of the motion, for the action that moves it."""
        words = self.words()
        del words["effect"]
        return words


class ElectionForm(OfficeForm):
    kind = EffectKind.FILL_OFFICE
    beside = {NominationsEndTooSoon: "nominations_until"}

    most_terms = IntegerField(
        _("Terms in a row, at most"),
        [Optional(), NumberRange(1, 50)],
        description=_("If fewer than the bylaws allow."),
    )
    method = SelectField(_("How it is counted"), [InputRequired()])
    nominations_until = DateTimeLocalField(
        _("Nominations until"),
        [InputRequired(_("Say until when members can nominate."))],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def offer(self, today: date) -> None:
        super().offer(today)
        self.method.choices = {str(method): str(name) for method, name in METHODS.items()}

    def validate_method(self, field: SelectField) -> None:
        if field.data == Method.IRV and "," in (self.terms.data or ""):
            raise ValidationError(
                gettext("Instant runoff fills one seat. Take the transferable vote for several.")
            )

    def call(self) -> Call:
        zone = ZoneInfo(founded_coop().time_zone)
        until: datetime = self.nominations_until.data
        return Call(
            office=Office(self.office.data),
            unit_id=self.office_unit_id.data,
            terms=self.months(),
            most_terms=self.most_terms.data or 0,
            method=Method(self.method.data),
            nominations_until=until.replace(tzinfo=zone).astimezone(UTC),
        )


class DrawingForm(OfficeForm):
    kind = EffectKind.DRAW_OFFICE
    beside = {SeedKnownTooSoon: "seed_on"}

    pool = RadioField(_("Among whom"), [InputRequired()])
    seed_source = StringField(
        _("What the seed will be"),
        [DataRequired(_("Say what the seed will be.")), Length(max=200)],
        description=_(
            "Something public that nobody can know or choose before: the numbers of a lottery on a "
            "day, in ascending order, with spaces."
        ),
    )
    seed_on = DateField(
        _("Known on"),
        [InputRequired(_("Say when it becomes known."))],
        description=_("The pool must be fixed before this day."),
    )

    def offer(self, today: date) -> None:
        super().offer(today)
        self.pool.choices = [
            ("volunteers", gettext("Members who volunteer")),
            ("members", gettext("All full members of the unit")),
        ]

    def lots(self) -> Lots:
        return Lots(
            office=Office(self.office.data),
            unit_id=self.office_unit_id.data,
            terms=self.months(),
            pool=self.pool.data,
            seed_source=self.seed_source.data or "",
            seed_on=self.seed_on.data,
        )


class SeedForm(Form):
    beside = {SeedNotKnown: "seed"}

    seed = StringField(
        _("Seed"),
        [DataRequired(_("Write the seed.")), Length(max=200)],
        description=_("Exactly as it was announced; spaces and capitals count."),
    )


class NominationForm(Form):
    beside = dict.fromkeys((NominatedAlready, OnlyFullMembersStand, TooManyTerms), "member_id")

    member_id = SelectField(_("Who"), [InputRequired(_("Choose a member."))], coerce=chosen_number)


class StatementForm(Form):
    statement = TextAreaField(
        _("What you say to the members"),
        [Length(max=MOST_STATEMENT)],
        description=_("Markdown works. You can change it until nominations end."),
    )


class PetitionForm(Form):
    title = StringField(
        _("What is to be decided"),
        [DataRequired(_("Write what is to be decided.")), Length(max=200)],
    )
    reason = TextAreaField(
        _("Why"), [DataRequired(_("Say why: everybody will read it.")), Length(max=LONGEST)]
    )
