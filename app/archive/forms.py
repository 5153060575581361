"""What one may ask the record for."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.form import Form as PlainForm
from wtforms.validators import Optional

from app.archive.queries import Wanted
from app.archive.words import subject_meant
from app.web.forms import of_our_time


class WantedForm(PlainForm):
    """A filter, sent with GET: it changes nothing and needs no tokens."""

    kind = SelectField(_("What was done"), [Optional()])
    subject = StringField(_("To what"), [Optional()], render_kw={"placeholder": _("Vote 7")})
    actor = StringField(_("By whom"), [Optional()])
    from_on = DateField(_("From"), [Optional(), of_our_time])
    to_on = DateField(_("To"), [Optional(), of_our_time])

    def wanted(self) -> Wanted:
        return Wanted(
            kind=self.kind.data or "",
            subject=subject_meant(self.subject.data or ""),
            actor=(self.actor.data or "").strip(),
            from_on=None if self.from_on.errors else self.from_on.data,
            to_on=None if self.to_on.errors else self.to_on.data,
        )
