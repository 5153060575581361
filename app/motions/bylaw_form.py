"""A bylaw as a form: the usual majorities by name, or a share of one's own."""

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
from wtforms.validators import InputRequired, Length, NumberRange

from app.bylaws.queries import NoRule, rule_on
from app.bylaws.rules.condition_json import parse_share
from app.bylaws.rules.condition_words import describe_amount
from app.bylaws.rules.conditions import Compare, Condition, Number, Relation, Share
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, parse_rule
from app.bylaws.rules.matters import NAMES, Matter
from app.errors import InvalidInput
from app.motions.forms import MotionForm
from app.motions.rules import Effect, EffectKind
from app.web.language import speak


def _share_for(top: int, bottom: int, of: Number, relation: Relation) -> Compare:
    return Compare(Number.FOR, relation, Share(Fraction(top, bottom), of))


MAJORITIES: dict[str, Condition] = {
    "simple": SIMPLE,
    "absolute": _share_for(1, 2, Number.ENTITLED, Relation.MORE),
    "two-thirds": _share_for(2, 3, Number.CAST, Relation.AT_LEAST),
    "three-quarters": _share_for(3, 4, Number.CAST, Relation.AT_LEAST),
    "consent": Compare(Number.AGAINST, Relation.AT_MOST, 0),
    "all-but-one": Compare(Number.AGAINST, Relation.AT_MOST, 1),
}
_LABELS = {
    "simple": _("more are for than against"),
    "absolute": _("more than half of all entitled to vote are for it"),
    "two-thirds": _("at least two thirds of the votes cast are for it"),
    "three-quarters": _("at least three quarters of the votes cast are for it"),
    "consent": _("nobody is against it"),
    "all-but-one": _("at most one is against it"),
}
OWN, KEPT = "own", "kept"
_COUNT = [InputRequired(_("Write a number; 0 for none.")), NumberRange(0, 3660)]
_WHOLES = (Number.CAST, Number.PRESENT, Number.ENTITLED)


class BylawForm(MotionForm):
    """How motions on a matter are decided from now on. What the rule of the day says beyond this
    form (who votes, what a tie means, a majority of several conditions) is kept."""

    kind = EffectKind.AMEND_BYLAW

    matter = SelectField(_("Motions on"), [InputRequired()])
    majority = RadioField(_("Carried when"), [InputRequired(_("Choose a majority."))])
    share = StringField(
        _("Share"), [Length(max=20)], description=_("For a share of your own: 3/5, 0.6.")
    )
    of = SelectField(_("Of"), [InputRequired()])
    quorum = StringField(
        _("Share of all members who must take part"),
        [Length(max=20)],
        description=_("The quorum, such as 1/2. Leave it empty for none."),
    )
    notice_days = IntegerField(_("Days of notice"), _COUNT)
    seconders = IntegerField(_("Seconders besides the mover"), _COUNT)
    secret = BooleanField(_("The ballot is secret"))
    clause = StringField(_("Place in the bylaws"), [Length(max=40)], description=_("Such as § 7."))
    wording = TextAreaField(
        _("Wording of the bylaw"),
        [Length(max=5000)],
        description=_("Where your bylaws have words of their own for it."),
    )

    def offer(self, today: date) -> None:
        self.matter.choices = {str(matter): speak(NAMES[matter]) for matter in Matter}
        usual = {key: str(words) for key, words in _LABELS.items()}
        more = {
            OWN: gettext("at least this share is for it:"),
            KEPT: gettext("as today's rule says"),
        }
        self.majority.choices = usual | more
        self.of.choices = {
            str(of): speak(describe_amount(Share(Fraction(1), of))) for of in _WHOLES
        }

    def validate_share(self, field: StringField) -> None:
        if self.majority.data == OWN:
            _check_share(field.data)

    def validate_quorum(self, field: StringField) -> None:
        if field.data:
            _check_share(field.data)

    def effect(self) -> Effect:
        matter = Matter(self.matter.data)
        data = {
            "matter": str(matter),
            "definition": self._rule(matter).to_json(),
            "clause": self.clause.data or "",
            "text": self.wording.data or "",
        }
        return Effect(self.kind, data)

    def _rule(self, matter: Matter) -> DecisionRule:
        present = present_rule(matter, self.today)
        quorum = None
        if self.quorum.data:
            share = Share(parse_share(self.quorum.data), Number.ENTITLED)
            quorum = Compare(Number.VALID, Relation.AT_LEAST, share)
        return replace(
            present,
            majority=self._majority(present),
            quorum=quorum,
            notice_days=self.notice_days.data or 0,
            seconders=self.seconders.data or 0,
            secret=self.secret.data,
        )

    def _majority(self, present: DecisionRule) -> Condition:
        if self.majority.data == KEPT:
            return present.majority
        if self.majority.data == OWN:
            share = Share(parse_share(self.share.data), Number(self.of.data))
            return Compare(Number.FOR, Relation.AT_LEAST, share)
        return MAJORITIES[self.majority.data]

    @staticmethod
    def shown(effect: dict[str, Any]) -> dict[str, Any]:
        rule = parse_rule(effect["definition"])
        words = {"matter": effect["matter"], "clause": effect["clause"], "wording": effect["text"]}
        return words | fields_of(rule)


def fields_of(rule: DecisionRule) -> dict[str, Any]:
    """The fields that show a rule."""
    majority = rule.majority
    named = next((key for key, usual in MAJORITIES.items() if usual == majority), KEPT)
    fields: dict[str, Any] = {
        "majority": named,
        "notice_days": rule.notice_days,
        "seconders": rule.seconders,
        "secret": rule.secret,
    }
    match majority:
        case Compare(Number.FOR, Relation.AT_LEAST, Share(share, of)) if named == KEPT:
            fields |= {"majority": OWN, "share": str(share), "of": str(of)}
    match rule.quorum:
        case Compare(Number.VALID, Relation.AT_LEAST, Share(share, Number.ENTITLED)):
            fields["quorum"] = str(share)
    return fields


def present_rule(matter: Matter, today: date) -> DecisionRule:
    """The rule of the day; the simplest where there is none yet."""
    try:
        return parse_rule(rule_on(matter, today).definition)
    except NoRule:
        return DecisionRule()


def _check_share(text: str | None) -> None:
    try:
        share = parse_share(text or "")
    except InvalidInput as unreadable:
        raise ValidationError(speak(unreadable.sentence)) from None
    if share > 1:
        raise ValidationError(_("A share is at most the whole."))
