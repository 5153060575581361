"""A bylaw as a form: who votes, which majority carries, what follows when it is missed."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.bylaws.rules.condition_json import parse_share
from app.bylaws.rules.condition_words import describe, describe_amount
from app.bylaws.rules.conditions import Compare, Condition, Number, Share
from app.bylaws.rules.courses import Demand, SecondCall, Stage
from app.bylaws.rules.decisions import DecisionRule, Electorate, Tie, check_matter, parse_rule
from app.bylaws.rules.matters import NAMES, Matter
from app.errors import InvalidInput
from app.motions.bylaw_fields import (
    KEPT,
    MAJORITIES,
    NONE,
    OWN,
    fields_of,
    least,
    present_rule,
    quorum_of,
)
from app.motions.provision_form import ProvisionForm
from app.motions.rules.effects import Effect, EffectKind
from app.web.language import speak

_COUNT = [InputRequired(_("Write a number; 0 for none.")), NumberRange(0, 3660)]
_MORE = [Optional(), NumberRange(0, 3660)]
_MISFITS = {
    "rule.active_days": "active_days",
    "rule.confirmation": "confirmation",
    "rule.confirmation.within_days": "confirmed_within",
    "rule.urn": "urn_keys",
    "rule.petition": "signatures",
    "rule.most_terms": "most_terms",
}
"""At which field a part of the rule that does not fit is told."""
_WHOLES = (Number.CAST, Number.VALID, Number.PRESENT, Number.ENTITLED, Number.ACTIVE)


class BylawForm(ProvisionForm):
    """How motions on a matter are decided from now on. What a field cannot say is kept as the
    rule of the day has it, or written as data."""

    kind = EffectKind.AMEND_BYLAW

    matter = SelectField(_("Motions on"), [InputRequired()])
    majority = RadioField(_("Carried when"), [InputRequired(_("Choose a majority."))])
    share = StringField(
        _("Share"), [Length(max=20)], description=_("For a share of your own: 3/5, 0.6.")
    )
    share_more = BooleanField(_("More than this share: just as much is not enough"))
    of = SelectField(_("Of"), [InputRequired()], default=str(Number.CAST))
    quorum = StringField(
        _("Share of all members who must take part"),
        [Length(max=20)],
        description=_("The quorum, such as 1/2. Leave it empty for none."),
    )
    quorum_more = BooleanField(_("More than this share must take part"))
    quorum_kept = BooleanField(_("Keep the quorum that today's rule has"))
    electorate = SelectField(_("Who votes"), default=KEPT)
    active_days = IntegerField(
        _("Active within so many days"),
        _MORE,
        description=_("Who logged work or attended an assembly in these days is active."),
    )
    but_concerned = BooleanField(_("Whoever the motion is about does not vote"))
    weighted = BooleanField(_("A delegate has the votes of all members they stand for"))
    proxies = IntegerField(
        _("Votes of others that a member may hold"),
        _MORE,
        description=_("Proxies, written into the list of voters before the vote. 0 for none."),
    )
    tie = SelectField(_("At equal votes"), default=KEPT)
    notice_days = IntegerField(_("Days of notice"), _COUNT)
    seconders = IntegerField(_("Seconders besides the mover"), _COUNT)
    secret = BooleanField(_("The ballot is secret"))
    fallback = SelectField(_("If it is not carried, the next vote carries it when"), default=KEPT)
    fallback_days = IntegerField(_("Days between the two votes"), _MORE)
    second_call = SelectField(_("If too few take part"), default=KEPT)
    second_days = IntegerField(_("Put again within so many days"), _MORE)
    second_quorum = StringField(
        _("Share of all members who must then take part"),
        [Length(max=20)],
        description=_("Leave it empty if any number may decide."),
    )
    second_final = BooleanField(_("If that is missed too, it is defeated"))
    demand = SelectField(_("Members may demand that"), default=KEPT)
    demand_seconders = IntegerField(_("Seconders of the demand"), _MORE)
    definition = TextAreaField(
        _("The rule as data (JSON)"),
        [Length(max=20_000)],
        description=_("For what the fields cannot say. It takes the place of all of them."),
    )
    clause = StringField(_("Place in the bylaws"), [Length(max=40)], description=_("Such as § 7."))
    wording = TextAreaField(
        _("Wording of the bylaw"),
        [Length(max=5000)],
        description=_("Where your bylaws have words of their own for it."),
    )

    def offer(self, today: date) -> None:
        usual = {key: speak(describe(majority)) for key, majority in MAJORITIES.items()}
        kept = {KEPT: gettext("as today's rule says")}
        none = {NONE: gettext("nothing more")}
        self.matter.choices = {str(matter): speak(NAMES[matter]) for matter in Matter}
        self.majority.choices = usual | {OWN: gettext("at least this share is for it:")} | kept
        self.of.choices = {
            str(of): speak(describe_amount(Share(Fraction(1), of))) for of in _WHOLES
        }
        self.electorate.choices = {
            str(Electorate.FULL_MEMBERS): gettext("all full members of the unit"),
            str(Electorate.PRESENT): gettext("the full members who are present"),
            str(Electorate.ACTIVE): gettext("the active full members"),
            str(Electorate.DELEGATES): gettext("the delegates of the units below"),
        } | kept
        self.tie.choices = {
            str(Tie.DEFEATED): gettext("it is defeated"),
            str(Tie.CHAIR): gettext("the chair has the casting vote"),
        } | kept
        self.fallback.choices = none | usual | kept
        self.second_call.choices = none | {OWN: gettext("it can be put again:")} | kept
        self.demand.choices = none | usual | kept
        self.offer_provisions(usual)

    def validate_share(self, field: StringField) -> None:
        if self.majority.data == OWN:
            _check_share(field.data)

    def validate_quorum(self, field: StringField) -> None:
        if field.data:
            _check_share(field.data)

    def validate_second_quorum(self, field: StringField) -> None:
        if field.data and self.second_call.data == OWN:
            _check_share(field.data)

    def validate_definition(self, field: TextAreaField) -> None:
        """As data, the rule has to be one; else the fields have to fit together."""
        try:
            if (field.data or "").strip():
                parse_rule(json.loads(field.data), "rule")
        except (ValueError, RecursionError) as unreadable:
            raise ValidationError(_("This is not JSON: %(why)s", why=str(unreadable))) from None
        except InvalidInput as refusal:
            raise ValidationError(f"{refusal.where}: {speak(refusal.sentence)}") from None

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        if not super().validate(*args, **kwargs):
            return False
        try:
            rule = parse_rule(self.rule().to_json())
            check_matter(rule, Matter(self.matter.data))
        except InvalidInput as refusal:
            misfit = self[_MISFITS.get(refusal.where, "electorate")]
            misfit.errors = [speak(refusal.sentence)]
            return False
        return True

    def effect(self) -> Effect:
        data = {
            "matter": str(Matter(self.matter.data)),
            "definition": self.rule().to_json(),
            "clause": self.clause.data or "",
            "text": self.wording.data or "",
        }
        return Effect(self.kind, data)

    def rule(self) -> DecisionRule:
        """The rule that the form says."""
        if (self.definition.data or "").strip():
            return parse_rule(json.loads(self.definition.data or ""))
        present = present_rule(Matter(self.matter.data), self.today)
        quorum = self._quorum(present)
        return replace(
            present,
            majority=self._majority(present),
            quorum=quorum,
            electorate=_chosen(self.electorate, Electorate, present.electorate),
            notice_days=self.notice_days.data or 0,
            seconders=self.seconders.data or 0,
            secret=self.secret.data,
            tie=_chosen(self.tie, Tie, present.tie),
            but_concerned=self.but_concerned.data,
            active_days=_number(self.active_days, present.active_days),
            proxies=_number(self.proxies, present.proxies),
            weighted=self.weighted.data,
            stages=self._stages(present, quorum),
            second_call=self._second_call(present),
            demand=self._demand(present),
            **self.provisions(present, quorum),
        )

    def _majority(self, present: DecisionRule) -> Condition:
        if self.majority.data == KEPT:
            return present.majority
        if self.majority.data == OWN:
            share = Share(parse_share(self.share.data), Number(self.of.data))
            return Compare(Number.FOR, least(self.share_more.data), share)
        return MAJORITIES[self.majority.data]

    def _quorum(self, present: DecisionRule) -> Condition | None:
        if self.quorum.data:
            share = parse_share(self.quorum.data)
            return quorum_of(share, more=self.quorum_more.data)
        return present.quorum if self.quorum_kept.data else None

    def _stages(self, present: DecisionRule, quorum: Condition | None) -> tuple[Stage, ...]:
        if self.fallback.data == KEPT:
            return present.stages
        if self.fallback.data == NONE:
            return ()
        days = self.fallback_days.data or 0
        return (Stage(days, MAJORITIES[self.fallback.data], quorum),)

    def _second_call(self, present: DecisionRule) -> SecondCall | None:
        if self.second_call.data == KEPT:
            return present.second_call
        if self.second_call.data == NONE:
            return None
        share = self.second_quorum.data
        quorum = quorum_of(parse_share(share)) if share else None
        return SecondCall(self.second_days.data or 0, quorum, self.second_final.data)

    def _demand(self, present: DecisionRule) -> Demand | None:
        if self.demand.data == KEPT:
            return present.demand
        if self.demand.data == NONE:
            return None
        return Demand(MAJORITIES[self.demand.data], self.demand_seconders.data or 0)

    @staticmethod
    def shown(effect: dict[str, Any]) -> dict[str, Any]:
        rule = parse_rule(effect["definition"])
        words = {"matter": effect["matter"], "clause": effect["clause"], "wording": effect["text"]}
        return words | fields_of(rule)


def _chosen(field: SelectField, kind: Any, present: Any) -> Any:
    return present if field.data == KEPT else kind(field.data)


def _number(field: IntegerField, present: int) -> int:
    """An empty field leaves it as it is."""
    return present if field.data is None else int(field.data)


def _check_share(text: str | None) -> None:
    try:
        share = parse_share(text or "")
    except InvalidInput as unreadable:
        raise ValidationError(speak(unreadable.sentence)) from None
    if share > 1:
        raise ValidationError(_("A share is at most the whole."))
