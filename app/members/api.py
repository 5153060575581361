"""The register for programs: `GET /api/v1/me`, `GET /api/v1/members`."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify
from flask_login import current_user

from app import clock
from app.coop import founded_coop
from app.db import db
from app.members import register
from app.members.models import Member
from app.permissions import Permission, requires

bp = Blueprint("members_api", __name__, url_prefix="/api/v1")
blueprints = (bp,)


@bp.get("/me")
@requires(Permission.SIGNED_IN)
def show_me() -> Response:
    """Who the token acts for, and what they may do."""
    member = db.session.get_one(Member, current_user.id)
    line = register.line_of(member.id, _today())
    return jsonify(
        {
            "id": member.id,
            "number": member.number,
            "name": member.name,
            "email": member.email,
            "language": member.language,
            "standing": line.standing if line else None,
            "unit": {"id": line.unit_id, "name": line.unit} if line else None,
            "roles": sorted(current_user.roles),
            "permissions": sorted(current_user.permissions),
        }
    )


@bp.get("/members")
@requires(Permission.MEMBER_READ)
def list_members() -> Response:
    """The register of today, by number; addresses only for those who may see them."""
    with_email = Permission.MEMBER_CONTACT in current_user.permissions
    return jsonify({"members": [_line(line, with_email) for line in register.lines(_today())]})


def _line(line: register.Line, with_email: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": line.id,
        "number": line.number,
        "name": line.name,
        "standing": line.standing,
        "since": line.since.isoformat(),
        "unit": {"id": line.unit_id, "name": line.unit},
        "offices": list(line.offices),
    }
    return data | {"email": line.email} if with_email else data


def _today() -> date:
    return clock.today(founded_coop().time_zone)
