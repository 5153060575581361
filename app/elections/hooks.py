"""What elections and recalls add to the pages of slices below."""

from flask import Flask, render_template

from app import clock
from app.elections.drawings.queries import drawing
from app.elections.petitions import queries as petition_queries
from app.elections.queries import election
from app.web.pages import may
from app.web.parts import part


def _recall_of(mandate_id: int) -> str:
    """Beside an office that is held: the petition for its recall, or the way to one."""
    running = petition_queries.running_now(mandate_id, clock.now())
    if running is None and not may("MOTION_SUBMIT"):
        return ""
    return render_template("elections/_recall.html", mandate_id=mandate_id, running=running)


def _candidates_of(motion_id: int) -> str:
    """On the motion by which an election was called: the way to those who stand."""
    found = election(motion_id)
    return "" if found is None else render_template("elections/_candidates.html", election=found)


def _lots_of(motion_id: int) -> str:
    """On a carried motion that draws an office by lot: the way to the pool and the lots."""
    found = drawing(motion_id)
    return "" if found is None else render_template("elections/_drawn.html", drawing=found)


def init_app(_: Flask) -> None:
    part("mandate", "recall", _recall_of)
    part("motion", "candidates", _candidates_of)
    part("motion", "lots", _lots_of)
