"""A bylaw as a form: who votes, which majority carries, what follows when it is missed."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange

from app.bylaws.rules.decisions import (
    SIMPLE,
    DecisionRule,
    Electorate,
    Tie,
    check_matter,
    parse_rule,
)
from app.bylaws.rules.fields import MOST
from app.bylaws.rules.matters import NAMES, Matter
from app.errors import InvalidInput
from app.members.models import Standing
from app.members.queries import people_on
from app.motions.forms import condition_words
from app.motions.forms.bylaw_fields import MAJORITIES, QUORUMS, fields_of
from app.motions.forms.bylaw_said import Telling, tellings
from app.motions.forms.condition_field import ConditionField
from app.motions.forms.provisions import A_QUORUM, HOWEVER_FEW, MORE, ProvisionForm
from app.motions.rules.effects import Effect, EffectKind
from app.web.language import speak

_COUNT = [InputRequired(_("Write a number; 0 for none.")), NumberRange(0, MOST)]
_FIELDS = {
    "rule.majority": "majority",
    "rule.quorum": "quorum",
    "rule.active_days": "active_days",
    "rule.confirmation.within_days": "confirmed_within",
    "rule.confirmation.quorum": "confirmed_quorum",
    "rule.confirmation.unless": "confirmed_unless",
    "rule.confirmation": "confirmation",
    "rule.stages": "stages",
    "rule.second_call": "calls",
    "rule.demand": "demand",
    "rule.amendment": "amendment",
    "rule.urn": "urn_keys",
    "rule.petition": "signatures",
    "rule.most_terms": "most_terms",
}
"""At which field a part of the rule that does not fit is told; the first that it begins with."""


class BylawForm(ProvisionForm):
    """How motions on a matter are decided from now on: everything that a rule can say."""

    kind = EffectKind.AMEND_BYLAW
    line_words = condition_words

    matter = HiddenField(_("Motions on"), [AnyOf(list(Matter))])
    majority = ConditionField(_("Carried when"), MAJORITIES)
    quorum = ConditionField(
        _("The vote is valid when"),
        QUORUMS,
        none=HOWEVER_FEW,
        first=A_QUORUM,
        description=_("The quorum: how many must take part."),
    )
    electorate = SelectField(_("Who votes"), default=str(Electorate.FULL_MEMBERS))
    active_days = IntegerField(
        _("Active within so many days"),
        MORE,
        description=_("Who logged work or attended an assembly in these days is active."),
    )
    but_concerned = BooleanField(_("Whoever the motion is about does not vote"))
    weighted = BooleanField(_("A delegate has the votes of all members they stand for"))
    proxies = IntegerField(
        _("Votes of others that a member may hold"),
        MORE,
        description=_("Proxies, written into the list of voters before the vote. 0 for none."),
    )
    tie = SelectField(_("At equal votes"), default=str(Tie.DEFEATED))
    notice_days = IntegerField(_("Days of notice"), _COUNT)
    seconders = IntegerField(_("Seconders besides the mover"), _COUNT)
    secret = BooleanField(_("The ballot is secret"))
    definition = TextAreaField(
        _("The rule as data (JSON)"),
        [Length(max=20_000)],
        description=_("Such as another co-op's. It takes the place of all fields above."),
    )
    clause = StringField(_("Place in the bylaws"), [Length(max=40)], description=_("Such as § 7."))
    wording = TextAreaField(
        _("Wording of the bylaw"),
        [Length(max=5000)],
        description=_("Where your bylaws have words of their own for it."),
    )

    def offer(self, today: date) -> None:
        self.electorate.choices = {
            str(Electorate.FULL_MEMBERS): gettext("all full members of the unit"),
            str(Electorate.PRESENT): gettext("the full members who are present"),
            str(Electorate.ACTIVE): gettext("the active full members"),
            str(Electorate.DELEGATES): gettext("the delegates of the units below"),
        }
        self.tie.choices = {
            str(Tie.DEFEATED): gettext("it is defeated"),
            str(Tie.CHAIR): gettext("the chair has the casting vote"),
        }

    def validate_definition(self, field: TextAreaField) -> None:
        try:
            self._written()
        except (ValueError, RecursionError) as unreadable:
            raise ValidationError(_("This is not JSON: %(why)s", why=str(unreadable))) from None
        except InvalidInput as refusal:
            raise ValidationError(f"{refusal.where}: {speak(refusal.sentence)}") from None

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        if not super().validate(*args, **kwargs):
            return False
        try:
            self._check()
        except InvalidInput as refusal:
            part = next((part for part in _FIELDS if refusal.where.startswith(part)), "")
            misfit = self[_FIELDS.get(part, "electorate")]
            misfit.errors = [*misfit.errors, speak(refusal.sentence)]
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
        return self._written() or DecisionRule(
            majority=self.majority.data,
            quorum=self.quorum.data,
            electorate=Electorate(self.electorate.data),
            notice_days=self.notice_days.data or 0,
            seconders=self.seconders.data or 0,
            secret=self.secret.data,
            tie=Tie(self.tie.data),
            but_concerned=self.but_concerned.data,
            active_days=self.active_days.data or 0,
            proxies=self.proxies.data or 0,
            weighted=self.weighted.data,
            **self.provisions(),
        )

    def _written(self) -> DecisionRule | None:
        """The rule as data, where there is one."""
        text = (self.definition.data or "").strip()
        return parse_rule(json.loads(text)) if text else None

    def _check(self) -> DecisionRule:
        """The rule, whose parts fit together and belong to the matter. Raises InvalidInput."""
        rule = parse_rule(self.rule().to_json())
        check_matter(rule, Matter(self.matter.data))
        return rule

    def step(self, asked: Mapping[str, str]) -> bool:
        verb, _space, place = asked.get("step", "").partition(" ")
        for condition in self._conditions():
            if place.partition("[")[0].partition(".")[0] == condition.name:
                condition.step(verb, place)
        if (verb, place) == ("more", self.stages.name):
            self.stages.append_entry({"majority": SIMPLE, "quorum": self.quorum.data})
        if (verb, place) == ("more", self.calls.name):
            self.calls.append_entry({})
        for later in (self.stages, self.calls):
            left = [entry for entry in later if (verb, place) != ("drop", entry.name)]
            later.entries = left
        return bool(verb)

    def _conditions(self) -> Iterator[ConditionField]:
        later = (entry.form for votes in (self.stages, self.calls) for entry in votes)
        for form in (self, *later):
            yield from (field for field in form if isinstance(field, ConditionField))

    def said(self) -> list[Telling]:
        """The rule as it will stand in the bylaws, in each language; or why it cannot stand."""
        for condition in self._conditions():
            if condition.problem:
                fault = f"{condition.label.text}: {speak(condition.problem.sentence)}"
                return [Telling(problem=fault)]
            if condition.is_missing:
                return []
        try:
            rule = self._check()
        except (ValueError, RecursionError):  # what is no JSON, or no choice
            return []
        except InvalidInput as refusal:
            return [Telling(problem=speak(refusal.sentence))]
        people = people_on(self.today, Standing.FULL, unit_id=self.unit_id.data)
        return tellings(rule, len(people))

    @property
    def votes_said(self) -> bool:
        """Whether who votes, or what equal votes mean, is not as usual."""
        told = (self.active_days, self.but_concerned, self.weighted, self.proxies)
        chosen = (self.electorate, self.tie)
        return any(field.data for field in told) or any(
            field.data != field.default for field in chosen
        )

    @property
    def about(self) -> str:
        """The matter, as it stands in a sentence."""
        return speak(NAMES[Matter(self.matter.data)]) if self.matter.data in set(Matter) else ""

    @staticmethod
    def shown(effect: dict[str, Any]) -> dict[str, Any]:
        rule = parse_rule(effect["definition"])
        words = {"matter": effect["matter"], "clause": effect["clause"], "wording": effect["text"]}
        return words | fields_of(rule)
