"""What a bylaw provides for beside its vote, as fields of its form."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.form import BaseForm
from wtforms.validators import Length, NumberRange, Optional

from app.bylaws.rules.condition_json import parse_share
from app.bylaws.rules.conditions import Amount, Condition, Number, Share
from app.bylaws.rules.courses import Confirmation
from app.bylaws.rules.decisions import DecisionRule
from app.bylaws.rules.provisions import (
    MOST_KEYS,
    PetitionRule,
    TermLimits,
    UrnKeys,
)
from app.errors import InvalidInput
from app.members.offices import Office
from app.members.words import office_name
from app.motions.bylaw_fields import KEPT, MAJORITIES, NONE
from app.motions.forms import MotionForm
from app.web.language import speak

_KEYS = [Optional(), NumberRange(2, MOST_KEYS)]
_MORE = [Optional(), NumberRange(0, 3660)]


class OfficesForm(BaseForm):
    """A number for each office; an empty one leaves the office with the rest."""

    def __init__(self, formdata: Any = None, obj: Any = None, *, prefix: str = "", **shown: Any):
        number = {
            str(office): IntegerField(office_name(office), [Optional(), NumberRange(0, 3660)])
            for office in Office
        }
        super().__init__(number, prefix=prefix)
        self.process(formdata, obj, **shown)

    @property
    def numbers(self) -> tuple[tuple[Office, int], ...]:
        given = ((office, self[str(office)].data) for office in Office)
        return tuple((office, number) for office, number in given if number is not None)


class ProvisionForm(MotionForm):
    """A second vote, amendments, the urn's keys, petitions, terms in a row."""

    confirmation = SelectField(_("Once carried, a second vote confirms it when"), default=KEPT)
    confirmed_after = IntegerField(_("So many days later at the earliest"), _MORE)
    confirmed_within = IntegerField(_("Within so many days"), _MORE, description=_("0 for no end."))

    amendment = SelectField(_("An amendment is carried when"), default=KEPT)
    urn_keys = IntegerField(
        _("Scrutineers with a key to the urn"),
        _KEYS,
        description=_("Leave both empty for: all scrutineers, and more than half open it."),
    )
    urn_needed = IntegerField(_("So many of them open it"), _KEYS)
    signatures = StringField(
        _("Signatures for a recall"),
        [Length(max=20)],
        description=_(
            "A number, or a share of the unit's full members such as 1/5. With these a petition "
            "puts the recall to the vote by itself. Empty: a fifth."
        ),
    )
    petition_days = IntegerField(_("Signed within so many days"), _MORE)
    petition_kept = BooleanField(_("Keep what today's rule says of petitions"))
    most_terms = IntegerField(
        _("Terms in a row in one office, at most"), _MORE, description=_("Empty: no limit.")
    )
    most_terms_of = FormField(OfficesForm)

    def offer_provisions(self, usual: dict[str, str]) -> None:
        kept = {KEPT: gettext("as today's rule says")}
        self.confirmation.choices = {NONE: gettext("nothing more")} | usual | kept
        self.amendment.choices = {NONE: usual["simple"]} | {
            key: words for key, words in usual.items() if key != "simple"
        }
        self.amendment.choices |= kept

    def validate_signatures(self, field: StringField) -> None:
        if not field.data or self.petition_kept.data:
            return
        try:
            _amount(field.data)
        except InvalidInput as unreadable:
            raise ValidationError(speak(unreadable.sentence)) from None

    def provisions(self, present: DecisionRule, quorum: Condition | None) -> dict[str, Any]:
        """The fields of a rule that the form says; what a field cannot say is kept. `quorum`: that
        of the first vote, which the second has as well."""
        return {
            "confirmation": self._confirmation(present, quorum),
            "amendment": self._amendment(present),
            "urn": self._urn(),
            "petition": self._petition(present),
            "most_terms": TermLimits(self.most_terms.data or 0, self.most_terms_of.form.numbers),
        }

    def _confirmation(self, present: DecisionRule, quorum: Condition | None) -> Confirmation | None:
        if self.confirmation.data == KEPT:
            return present.confirmation
        if self.confirmation.data == NONE:
            return None
        return Confirmation(
            self.confirmed_after.data or 0,
            MAJORITIES[self.confirmation.data],
            self.confirmed_within.data or 0,
            quorum,
        )

    def _amendment(self, present: DecisionRule) -> Condition | None:
        if self.amendment.data == KEPT:
            return present.amendment
        return None if self.amendment.data == NONE else MAJORITIES[self.amendment.data]

    def _urn(self) -> UrnKeys | None:
        if not self.urn_keys.data and not self.urn_needed.data:
            return None
        return UrnKeys(self.urn_keys.data or 0, self.urn_needed.data or 0)

    def _petition(self, present: DecisionRule) -> PetitionRule | None:
        if self.petition_kept.data:
            return present.petition
        if not self.signatures.data:
            return None
        return PetitionRule(_amount(self.signatures.data), self.petition_days.data or 0)


def _amount(text: str) -> Amount:
    """A number of signatures, or a share of the members. Raises InvalidInput."""
    number = text.strip()
    return int(number) if number.isdecimal() else Share(parse_share(number), Number.ENTITLED)
