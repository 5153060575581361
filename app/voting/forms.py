"""What the chair sends: a question to be put, and why a vote is void."""

from flask_babel import lazy_gettext as _
from wtforms import DateTimeLocalField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.web.forms import Form


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
