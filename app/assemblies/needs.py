"""Assemblies that wait for their chair to open them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam

from app.assemblies.models import Assembly
from app.permissions import Permission
from app.sentences import say
from app.web.needs import Need, Waiting, found, may

LOBBY = timedelta(hours=12)
"""How long before its start, and after it, an assembly waits for its chair to open it."""

_assemblies = found(Assembly.id, Assembly.title, Assembly.starts_at).where(
    may(Permission.ASSEMBLY_CHAIR),
    Assembly.opened_at.is_(None),
    Assembly.cancelled_at.is_(None),
    Assembly.starts_at.between(bindparam("lobby_from"), bindparam("lobby_to")),
)


def _open_assembly(row: Any) -> Need:
    words = say("Open the assembly: %(title)s", title=row.words)
    note = say("convened for %(at)s", at=row.at)
    return Need(words, "assemblies.show_assembly", {"assembly_id": row.key}, note)


OPEN_ASSEMBLY = Waiting(_assemblies, _open_assembly)
