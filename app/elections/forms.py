"""What members fill in about elections and recalls."""

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.motions.forms import LONGEST
from app.web.forms import Form


class PetitionForm(Form):
    title = StringField(
        _("What is to be decided"),
        [DataRequired(_("Write what is to be decided.")), Length(max=200)],
    )
    reason = TextAreaField(
        _("Why"), [DataRequired(_("Say why: everybody will read it.")), Length(max=LONGEST)]
    )
