"""The words in the selects of a condition's lines, in the order in which they are offered."""

from fractions import Fraction

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.bylaws.rules.condition_words import describe_amount
from app.bylaws.rules.conditions import Number, Relation, Share
from app.motions.forms.condition_lines import root_of
from app.web.language import speak

RELATIONS = {
    str(Relation.MORE): _("more than"),
    str(Relation.AT_LEAST): _("at least"),
    str(Relation.AT_MOST): _("at most"),
    str(Relation.FEWER): _("fewer than"),
}

VOTES = {
    str(Number.FOR): _("are for it"),
    str(Number.AGAINST): _("are against it"),
    str(Number.ABSTAIN): _("abstain"),
    str(Number.CAST): _("vote for or against it"),
    str(Number.VALID): _("take part in the vote"),
    str(Number.PRESENT): _("are present"),
    str(Number.ENTITLED): _("are entitled to vote"),
    str(Number.ACTIVE): _("are active members"),
}

_WHOLES = (
    Number.CAST,
    Number.VALID,
    Number.PRESENT,
    Number.ENTITLED,
    Number.ACTIVE,
    Number.FOR,
    Number.AGAINST,
    Number.ABSTAIN,
)

EXTREMES = {"greatest": _("the greatest of these"), "least": _("the smallest of these")}


def wholes() -> dict[str, dict[str, str]]:
    """Of what an amount is: people, a share of a number, a multiple of its square root."""
    names = {number: speak(describe_amount(Share(Fraction(1), number))) for number in _WHOLES}
    return {
        gettext("A number"): {"": gettext("people")},
        gettext("A share of"): {str(number): name for number, name in names.items()},
        gettext("So many times the square root of"): {
            root_of(number): name for number, name in names.items()
        },
    }
