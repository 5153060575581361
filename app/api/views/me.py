"""Who the token speaks for."""

from datetime import date

from flask import Response
from flask_login import current_user

from app import clock
from app.api.messages import answer
from app.api.operations import operation
from app.api.values import Answer
from app.api.views.blueprint import bp
from app.coop import founded_coop
from app.members.models import Standing
from app.members.register import line_of
from app.permissions import Permission, requires


class Coop(Answer):
    name: str
    currency: str
    language: str
    time_zone: str
    today: date


class Me(Answer):
    """The caller with today's standing, offices and permissions. A guest has no standing."""

    id: int
    name: str
    language: str | None
    number: int | None
    standing: Standing | None
    unit_id: int | None
    unit: str | None
    roles: list[str]
    permissions: list[str]
    coop: Coop


@bp.get("/me")
@requires(Permission.SIGNED_IN)
@operation(Me)
def show_me() -> Response:
    """Who you are to the co-op today."""
    coop = founded_coop()
    today = clock.today(coop.time_zone)
    line = line_of(current_user.id, today)
    return answer(
        Me(
            id=current_user.id,
            name=current_user.name,
            language=current_user.language,
            number=line.number if line else None,
            standing=line.standing if line else None,
            unit_id=line.unit_id if line else None,
            unit=line.unit if line else None,
            roles=sorted(current_user.roles),
            permissions=sorted(current_user.permissions),
            coop=Coop(
                name=coop.name,
                currency=coop.currency,
                language=coop.language,
                time_zone=coop.time_zone,
                today=today,
            ),
        )
    )
