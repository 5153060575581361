"""What was carried and could not take effect."""

from typing import Any

from sqlalchemy import bindparam

from app.enactment.models import Enactment
from app.motions.models import Motion
from app.permissions import Permission
from app.sentences import say
from app.web.needs import Need, Waiting, found, may

_failures = (
    found(Motion.id, Motion.title, Enactment.failed_at)
    .join(Enactment, Enactment.motion_id == Motion.id)
    .where(
        may(Permission.ASSEMBLY_CHAIR),
        Enactment.failed_at.is_not(None),
        Enactment.enacted_at.is_(None),
        Enactment.failed_at >= bindparam("news_since"),
    )
)


def _failed(row: Any) -> Need:
    words = say("A carried motion could not take effect: %(title)s", title=row.words)
    note = say("found %(at)s", at=row.at)
    return Need(words, "motions.show_motion", {"motion_id": row.key}, note)


FAILED = Waiting(_failures, _failed)
