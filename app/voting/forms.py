"""What the chair and the scrutineers send."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.voting.rules.course import ClosesInThePast, ClosesTooSoon
from app.voting.rules.paper import PaperGivenAlready, VotedOnline, VoteIsHeld
from app.voting.rules.proxies import HolderGaveTheirs, HolderHasEnough, OnlyVotersHold
from app.web.forms import Form, chosen_number, number_or_none


class PollForm(Form):
    """`closes_at` is a time of the co-op's own zone."""

    beside = {ClosesTooSoon: "closes_at", ClosesInThePast: "closes_at"}

    motion_id = HiddenField(filters=[number_or_none])
    amendment_id = HiddenField(filters=[number_or_none])
    agenda_item_id = HiddenField(filters=[number_or_none])
    closes_at = DateTimeLocalField(
        _("Open until"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    outside = BooleanField(_("The vote is held in Belenios, with trustees of its own"))
    numbers_told = BooleanField(_("Tell the numbers even if five members or fewer vote"))


class BoardForm(Form):
    """What the board of a vote held outside has published."""

    fingerprint = StringField(
        _("The board's fingerprint"), [InputRequired(_("Copy the fingerprint from the board."))]
    )
    file = FileField(
        _("Its result, as a file"),
        [FileRequired(_("Choose a file."))],
        description=_("result.json, or the whole board as it can be downloaded"),
    )


class ProxyForm(Form):
    beside = dict.fromkeys((OnlyVotersHold, HolderGaveTheirs, HolderHasEnough), "holder_id")

    holder_id = SelectField(
        _("Who votes for you"), [InputRequired(_("Choose a member."))], coerce=chosen_number
    )


class PaperForm(Form):
    beside = dict.fromkeys((PaperGivenAlready, VotedOnline, VoteIsHeld), "member_id")

    member_id = SelectMultipleField(
        _("Who gets a paper ballot"),
        [DataRequired(_("Choose a member."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def paper_count_form(answers: dict[str, str], handed_out: int, **given: Any) -> Form:
    """A field for each answer, called by it: how many papers bear it."""
    fields = {
        answer: IntegerField(word, [InputRequired(_("Write a number; 0 for none.")), bound])
        for answer, word in answers.items()
        for bound in [NumberRange(0, handed_out)]
    }
    return type("PaperCountForm", (Form,), fields)(**given)  # type: ignore[no-any-return]


class PileForm(Form):
    number = IntegerField(
        _("How many papers are marked like this"),
        [InputRequired(_("Write a number.")), NumberRange(min=1)],
    )


class VoidForm(Form):
    reason = TextAreaField(
        _("Why is this vote void?"),
        [InputRequired(_("Say why: everybody will read it.")), Length(max=2000)],
    )


class PresentPassphraseForm(Form):
    """Stands above the forms it is part of: their fields go in the order in which they are made."""

    present = PasswordField(
        _("Present passphrase, or your recovery words"),
        [InputRequired(_("Write your passphrase or your recovery words.")), Length(max=200)],
    )


class UrnKeyForm(Form):
    """A passphrase for a scrutineer's key, twice."""

    passphrase = PasswordField(
        _("Passphrase"),
        [
            InputRequired(_("Choose a passphrase.")),
            Length(min=16, max=200, message=_("Take at least 16 characters, such as five words.")),
        ],
    )
    again = PasswordField(
        _("The same again"),
        [
            InputRequired(_("Write it a second time.")),
            EqualTo("passphrase", _("The two are not the same.")),
        ],
    )


class PassphraseForm(PresentPassphraseForm, UrnKeyForm):
    """Another passphrase for the same key."""


class UrnOpeningForm(Form):
    passphrase = PasswordField(
        _("Your passphrase, or your recovery words"),
        [InputRequired(_("Write your passphrase or your recovery words.")), Length(max=200)],
    )
