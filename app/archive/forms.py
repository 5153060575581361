"""What one may ask the record for."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.form import Form as PlainForm
from wtforms.validators import Optional

from app.archive.queries import Wanted


class WantedForm(PlainForm):
    """A filter, sent with GET: it changes nothing and needs no tokens."""

    kind = SelectField(_("What was done"), [Optional()])
    subject = StringField(_("To what"), [Optional()], render_kw={"placeholder": _("poll 7")})
    actor = StringField(_("By whom"), [Optional()])
    from_on = DateField(_("From"), [Optional()])
    to_on = DateField(_("To"), [Optional()])

    def wanted(self) -> Wanted:
        return Wanted(
            kind=self.kind.data or "",
            subject=(self.subject.data or "").strip(),
            actor=(self.actor.data or "").strip(),
            from_on=self.from_on.data,
            to_on=self.to_on.data,
        )
