"""Who lives on whose pay, to be confirmed."""

from typing import Any

from sqlalchemy import func

from app.members.models import Dependants
from app.permissions import Permission
from app.sentences import say_n
from app.web.needs import ME, Need, Waiting, found, may

_dependants = found(func.count(Dependants.id), func.min(Dependants.at)).where(
    may(Permission.DEPENDANTS_READ),
    Dependants.confirmed.is_(None),
    Dependants.member_id != ME,
)


def _confirm_dependants(row: Any) -> Need:
    words = say_n(
        "%(count)s member says who lives on their pay",
        "%(count)s members say who lives on their pay",
        row.key,
    )
    return Need(words, "dependants.list_dependants", {})


CONFIRM_DEPENDANTS = Waiting(_dependants, _confirm_dependants, counted=True)
