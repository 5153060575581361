"""What a bylaw provides for beside its first vote, as fields of its form."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, FormField, IntegerField
from wtforms.form import BaseForm
from wtforms.form import Form as PlainForm
from wtforms.validators import NumberRange, Optional

from app.bylaws.rules.condition_json import amount_to_json, condition_to_json
from app.bylaws.rules.courses import Confirmation, Demand, SecondCall, Stage
from app.bylaws.rules.fields import MOST
from app.bylaws.rules.provisions import MOST_KEYS, USUAL_PETITION, PetitionRule, TermLimits, UrnKeys
from app.members.offices import Office
from app.members.words import office_name
from app.motions.forms.bylaw_fields import MAJORITIES, QUORUMS
from app.motions.forms.condition_field import ConditionField, SizeField
from app.motions.forms.motions import MotionForm

MORE = [Optional(), NumberRange(0, MOST)]
_KEYS = [Optional(), NumberRange(2, MOST_KEYS)]
A_QUORUM = condition_to_json(QUORUMS["half"])
"""With which a quorum of one's own begins."""
HOWEVER_FEW = _("however few take part")


class OfficesForm(BaseForm):
    """A number for each office; an empty one leaves the office with the rest."""

    def __init__(self, formdata: Any = None, obj: Any = None, *, prefix: str = "", **shown: Any):
        super().__init__(
            {str(office): IntegerField(office_name(office), MORE) for office in Office},
            prefix=prefix,
        )
        self.process(formdata, obj, **shown)

    @property
    def numbers(self) -> tuple[tuple[Office, int], ...]:
        given = ((office, self[str(office)].data) for office in Office)
        return tuple((office, number) for office, number in given if number is not None)


class StageForm(PlainForm):
    """A later vote, after one that did not carry it."""

    after_days = IntegerField(_("Days after the vote before"), MORE)
    majority = ConditionField(_("Then it is carried when"), MAJORITIES)
    quorum = ConditionField(_("That vote is valid when"), QUORUMS, none=HOWEVER_FEW, first=A_QUORUM)

    @property
    def stage(self) -> Stage:
        return Stage(self.after_days.data or 0, self.majority.data, self.quorum.data)


class CallForm(PlainForm):
    """A vote held again because too few took part."""

    within_days = IntegerField(_("Put again within so many days"), MORE)
    quorum = ConditionField(_("That vote is valid when"), QUORUMS, none=HOWEVER_FEW, first=A_QUORUM)
    final = BooleanField(_("If that is missed too, it is defeated"))
    majority = ConditionField(
        _("Then it is carried when"), MAJORITIES, none=_("the same majority is reached")
    )

    def call(self, then: SecondCall | None) -> SecondCall:
        days = self.within_days.data or 0
        return SecondCall(days, self.quorum.data, self.final.data, self.majority.data, then)


class ProvisionForm(MotionForm):
    """Later votes, a second vote, amendments, the urn's keys, petitions, terms in a row."""

    stages = FieldList(FormField(StageForm), _("Later votes"))
    calls = FieldList(FormField(CallForm), _("Further calls"))

    confirmation = ConditionField(
        _("Once carried, a second vote confirms it when"), MAJORITIES, none=_("no second vote")
    )
    confirmed_after = IntegerField(_("So many days later at the earliest"), MORE)
    confirmed_within = IntegerField(_("Within so many days"), MORE, description=_("Empty: no end."))
    confirmed_quorum = ConditionField(
        _("The second vote is valid when"), QUORUMS, none=HOWEVER_FEW, first=A_QUORUM
    )
    confirmed_unless = ConditionField(
        _("No second vote is needed when"), MAJORITIES, none=_("it is always needed")
    )

    demand = ConditionField(_("Members may demand that"), MAJORITIES, none=_("nothing more"))
    demand_seconders = IntegerField(_("Seconders of the demand"), MORE, default=1)

    amendment = ConditionField(
        _("An amendment is carried when"),
        {key: usual for key, usual in MAJORITIES.items() if key != "simple"},
        none=_("more are for than against"),
    )
    urn_keys = IntegerField(
        _("Scrutineers with a key to the urn"),
        _KEYS,
        description=_("Leave both empty for: all scrutineers, and more than half open it."),
    )
    urn_needed = IntegerField(_("So many of them open it"), _KEYS)
    signatures = SizeField(
        _("Signatures for a recall"),
        none=_("a fifth of the unit's full members, as usual"),
        first=amount_to_json(USUAL_PETITION.signatures),
        description=_("With these a petition puts the recall to the vote by itself."),
    )
    petition_days = IntegerField(_("Signed within so many days"), MORE)
    most_terms = IntegerField(
        _("Terms in a row in one office, at most"), MORE, description=_("Empty: no limit.")
    )
    most_terms_of = FormField(OfficesForm)

    def provisions(self) -> dict[str, Any]:
        """The fields of a rule that the form says."""
        return {
            "stages": tuple(entry.form.stage for entry in self.stages),
            "second_call": self._second_call(),
            "confirmation": self._confirmation(),
            "demand": self._demand(),
            "amendment": self.amendment.data,
            "urn": self._urn(),
            "petition": self._petition(),
            "most_terms": TermLimits(self.most_terms.data or 0, self.most_terms_of.form.numbers),
        }

    def _second_call(self) -> SecondCall | None:
        call: SecondCall | None = None
        for entry in reversed(self.calls.entries):
            call = entry.form.call(call)
        return call

    def _confirmation(self) -> Confirmation | None:
        if self.confirmation.data is None:
            return None
        return Confirmation(
            self.confirmed_after.data or 0,
            self.confirmation.data,
            self.confirmed_within.data or 0,
            self.confirmed_quorum.data,
            self.confirmed_unless.data,
        )

    def _demand(self) -> Demand | None:
        if self.demand.data is None:
            return None
        return Demand(self.demand.data, self.demand_seconders.data or 0)

    def _urn(self) -> UrnKeys | None:
        if not self.urn_keys.data and not self.urn_needed.data:
            return None
        return UrnKeys(self.urn_keys.data or 0, self.urn_needed.data or 0)

    def _petition(self) -> PetitionRule | None:
        if self.signatures.data is None:
            return None
        return PetitionRule(self.signatures.data, self.petition_days.data or 0)
