"""What every call that makes a motion says of it, and to which assembly it goes."""

from datetime import date
from typing import Any

from app.api.values import Body, Id, Line, Text
from app.db import db
from app.errors import InvalidInput
from app.members.models import Unit
from app.members.queries import whole_coop
from app.sentences import say


class Moved(Body):
    """A proposal to the assembly of a unit (the whole co-op, unless said otherwise). It takes
    effect on its day, or on the day it is carried."""

    title: Line
    text: Text
    reason: Text = ""
    unit_id: Id | None = None
    commences_on: date | None = None


def words_of(body: Moved) -> dict[str, Any]:
    """For the action that moves it. Raises InvalidInput for a unit that is not there."""
    return {
        "title": body.title,
        "text": body.text,
        "reason": body.reason,
        "unit_id": unit_id(body.unit_id),
        "commences_on": body.commences_on,
    }


def unit_id(asked: int | None, where: str = "unit_id") -> int:
    """The whole co-op's, where none is asked for. Raises InvalidInput."""
    if asked is None:
        return whole_coop().id
    if db.session.get(Unit, asked) is None:
        raise InvalidInput(say("There is no such unit."), where)
    return asked
