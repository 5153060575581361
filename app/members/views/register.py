"""The register of members, the tree of units, the offices."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from app.coop import today
from app.db import db
from app.members import register
from app.members.models import Member, Standing
from app.members.words import (
    head_count,
    office_names,
    person_in_words,
    place_in_words,
    standing_name,
)
from app.permissions import Permission, requires
from app.web.exports import csv_file
from app.web.language import speak
from app.web.pages import may

bp = Blueprint("members", __name__)
blueprints = (bp,)


@bp.get("/members")
@requires(Permission.MEMBER_READ)
def list_members() -> str:
    lines = _asked_for()
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if value}
    return render_template(
        "members/members.html",
        lines=lines,
        summary=speak(head_count(lines)),
        places=register.units_on(today()),
        order=_order(),
        asked=asked,
        sorted_by=url_for(".list_members", **(asked | {"order": "ORDER"})),
    )


@bp.get("/members.csv")
@requires(Permission.MEMBER_READ)
def export_members() -> Response:
    heading = ["number", "name", "standing", "since", "unit", "offices"]
    rows = [
        [
            line.number,
            line.name,
            standing_name(line.standing),
            line.since.isoformat(),
            line.unit,
            office_names(line.offices),
        ]
        for line in _asked_for()
    ]
    if may("MEMBER_CONTACT"):
        heading.append("email")
        rows = [[*row, line.email] for row, line in zip(rows, _asked_for(), strict=True)]
    return csv_file("members.csv", heading, rows)


@bp.get("/members/<int:member_id>")
@requires(Permission.MEMBER_READ)
def show_member(member_id: int) -> str:
    member = db.get_or_404(Member, member_id)
    return render_template(
        "members/member.html",
        member=member,
        summary=speak(person_in_words(register.line_of(member_id, today()))),
        standings=register.standings(member_id),
        mandates=register.mandates(member_id=member_id),
    )


@bp.get("/units")
@requires(Permission.MEMBER_READ)
def list_units() -> str:
    return render_template("members/units.html", places=register.units_on(today()))


@bp.get("/units/<int:unit_id>")
@requires(Permission.MEMBER_READ)
def show_unit(unit_id: int) -> str:
    places = register.units_on(today())
    place = next((place for place in places if place.id == unit_id), None)
    if place is None:
        abort(404)
    lines = register.lines(today(), unit_id=unit_id)
    return render_template(
        "members/unit.html",
        place=place,
        summary=speak(place_in_words(place, lines)),
        parent=next((one for one in places if one.id == place.parent_id), None),
        below=[one for one in places if one.parent_id == unit_id],
        lines=lines,
        mandates=register.mandates(unit_id=unit_id),
    )


@bp.get("/offices")
@requires(Permission.MEMBER_READ)
def list_offices() -> str:
    return render_template("members/offices.html", offices=register.offices_on(today()))


def _asked_for() -> list[register.Line]:
    wanted = request.args.get("standing", "")
    return register.lines(
        today(),
        search=request.args.get("search", "").strip(),
        standing=Standing(wanted) if wanted in set(Standing) else None,
        unit_id=request.args.get("unit", type=int),
        order=_order(),
    )


def _order() -> str:
    order = request.args.get("order", "")
    return order if order.removeprefix("-") in register.ORDERS else "number"
