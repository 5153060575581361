"""The list of motions, as a page and as a file."""

from flask import render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.bylaws.rules.matters import NAMES, Matter
from app.coop import today
from app.motions import queries
from app.motions.queries import Show
from app.motions.views.blueprint import bp
from app.motions.words import KINDS
from app.motions.words import NAMES as STATES
from app.permissions import Permission, requires
from app.web.exports import csv_file


@bp.get("/")
@requires(Permission.BOOK_READ)
def list_motions() -> str:
    return render_template(
        "motions/motions.html",
        lines=_asked_for(),
        show=_show(),
        matter=request.args.get("matter", ""),
        matters=NAMES,
        states=STATES,
        kinds=KINDS,
    )


@bp.get("/motions.csv")
@requires(Permission.BOOK_READ)
def export_motions() -> Response:
    heading = ["number", "title", "matter", "unit", "mover", "state", "at", "takes_effect_on"]
    rows = [
        [
            line.number or "",
            line.title,
            line.matter.value,
            line.unit,
            line.mover,
            line.state.value,
            line.at.isoformat(),
            line.commences_on or "",
        ]
        for line in _asked_for()
    ]
    return csv_file("motions.csv", heading, rows)


def _show() -> Show:
    asked = request.args.get("show", Show.OPEN)
    return Show(asked) if asked in set(Show) else Show.OPEN


def _asked_for() -> list[queries.MotionLine]:
    matter = request.args.get("matter", "")
    known = Matter(matter) if matter in set(Matter) else None
    return queries.motion_lines(_show(), known, current_user.id, today())
