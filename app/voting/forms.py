"""What members send: a question to be put, a ballot, why a vote is void."""

from flask_babel import lazy_gettext as _
from wtforms import DateTimeLocalField, HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.voting.rules.tally import Choice
from app.web.forms import Form

_CHOOSE = InputRequired(_("Choose one. If you do not want to decide, abstain."))


class BallotForm(Form):
    choice = RadioField(
        _("Your ballot"),
        [_CHOOSE],
        choices=[
            SelectChoice(Choice.FOR, _("For")),
            SelectChoice(Choice.AGAINST, _("Against")),
            SelectChoice(Choice.ABSTAIN, _("Abstain")),
        ],
    )


def _number(text: object) -> int | None:
    return int(str(text)) if str(text).isdecimal() else None


class PollForm(Form):
    """`closes_at` is a time of the co-op's own zone."""

    motion_id = HiddenField(filters=[_number])
    agenda_item_id = HiddenField(filters=[_number])
    closes_at = DateTimeLocalField(
        _("Open until"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )


class VoidForm(Form):
    reason = TextAreaField(
        _("Why is this vote void?"),
        [InputRequired(_("Say why: everybody will read it.")), Length(max=2000)],
    )
