"""The members' words for the kinds of hours and the states of an entry."""

from enum import StrEnum

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.production.hours import HoursKind
from app.production.rules.entries import EntryState

WORDS: dict[StrEnum, LazyString] = {
    HoursKind.PRODUCTIVE: _("Work"),
    HoursKind.WAITING: _("Waiting"),
    HoursKind.REST: _("Paid rest"),
    HoursKind.TRAINING: _("Training"),
    HoursKind.REWORK: _("Mending rejects"),
    EntryState.UNCONFIRMED: _("Not confirmed yet"),
    EntryState.DISPUTED: _("Disputed"),
    EntryState.CONFIRMED: _("Confirmed"),
    EntryState.REVERSED: _("Reversed"),
}


def init_app(app: Flask) -> None:
    app.jinja_env.filters["in_words"] = WORDS.__getitem__
