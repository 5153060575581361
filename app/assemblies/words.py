"""Where an assembly stands, as members read it."""

from app.assemblies.models import Assembly
from app.assemblies.queries import Item
from app.assemblies.rules import State
from app.sentences import Sentence, say

NAMES = {
    State.CONVENED: say("Convened"),
    State.OPEN: say("Open now"),
    State.CLOSED: say("Held"),
    State.CANCELLED: say("Called off"),
}
KINDS = {
    State.CONVENED: "now",
    State.OPEN: "open",
    State.CLOSED: "past",
    State.CANCELLED: "past",
}
"""The sign and colour of each state, as `macros/pages.html` names them."""


def state_sentence(assembly: Assembly, state: State, agenda: list[Item]) -> Sentence:
    """Where the assembly stands and what comes next."""
    match state:
        case State.CONVENED:
            return _convened(assembly)
        case State.OPEN:
            return _open(assembly, agenda)
        case State.CLOSED:
            return say(
                "Held from %(opened)s to %(closed)s.",
                opened=assembly.opened_at,
                closed=assembly.closed_at,
            )
        case State.CANCELLED:
            return say("Called off on %(at)s.", at=assembly.cancelled_at)


def _convened(assembly: Assembly) -> Sentence:
    if assembly.place:
        return say(
            "Convened for %(at)s, %(place)s. The chair opens it then.",
            at=assembly.starts_at,
            place=assembly.place,
        )
    return say("Convened for %(at)s. The chair opens it then.", at=assembly.starts_at)


def _open(assembly: Assembly, agenda: list[Item]) -> Sentence:
    current = next((item for item in agenda if item.state is State.OPEN), None)
    if current is not None:
        return say(
            "Open now, at item %(position)s of %(items)s: %(title)s.",
            position=current.position,
            items=len(agenda),
            title=current.title,
        )
    if any(item.state is State.CONVENED for item in agenda):
        return say("Open since %(at)s. The chair calls the next item.", at=assembly.opened_at)
    return say("Open since %(at)s. The agenda is done.", at=assembly.opened_at)
