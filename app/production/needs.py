"""Entries that wait for the signature of another member."""

from datetime import date
from typing import Any

from sqlalchemy import exists, func, literal, select

from app.permissions import Permission
from app.production.models import Closing, Entry, Labour
from app.production.queries import unsettled
from app.sentences import say_n
from app.web.needs import ME, Need, Waiting, found, may

_log_closed_to = (
    select(func.max(Closing.to_on)).where(Closing.reopened_at.is_(None)).scalar_subquery()
)
_entries = found(func.count(Entry.id)).where(
    may(Permission.ENTRY_CONFIRM),
    unsettled(),
    Entry.worked_on > func.coalesce(_log_closed_to, literal(date.min)),
    Entry.logged_by_id != ME,
    ~exists().where(Labour.entry_id == Entry.id, Labour.member_id == ME),
)


def _confirm(row: Any) -> Need:
    words = say_n(
        "%(count)s entry of others waits to be confirmed",
        "%(count)s entries of others wait to be confirmed",
        row.key,
    )
    return Need(words, "production.list_unconfirmed", {})


CONFIRM = Waiting(_entries, _confirm, counted=True)
