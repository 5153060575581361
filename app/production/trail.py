"""Where an entry stands in the round from work to pay."""

from datetime import date

from flask import url_for
from flask_babel import gettext

from app.production.log_book import Line
from app.production.rules.entries import EntryState
from app.web.language import day
from app.web.trail import Step


def trail_of(line: Line, closed_to: date | None) -> list[Step]:
    """Logged, confirmed, closed, paid: the last two by the treasurer, for everybody at once."""
    address = url_for("production.show_entry", entry_id=line.id)
    steps = [Step(gettext("Logged"), address, f"{line.logged_by}, {day(line.on)}", here=True)]
    if line.reversed is not None:
        return [*steps, Step(gettext("Reversed"), note=line.reversed.by)]
    if line.state is EntryState.DISPUTED and line.disputed is not None:
        steps.append(Step(gettext("Disputed"), note=line.disputed.by, state="now"))
    if line.confirmed is None:
        steps.append(Step(gettext("Confirmed"), state="next"))
    else:
        steps.append(Step(gettext("Confirmed"), note=line.confirmed.by))
    is_closed = closed_to is not None and line.on <= closed_to
    steps.append(Step(gettext("Log closed"), state="done" if is_closed else "next"))
    return [*steps, Step(gettext("Pay run"), state="next")]
