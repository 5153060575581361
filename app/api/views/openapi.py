"""The interface, described for programs."""

from typing import Any

from flask import Response, current_app

from app.api.document import Described, document
from app.api.messages import answer
from app.api.operations import operation
from app.api.views.blueprint import bp
from app.coop import founded_coop
from app.permissions import Permission, requires


@bp.get("/openapi.json")
@requires(Permission.PUBLIC)
@operation(dict[str, Any])
def show_document() -> Response:
    """This document."""
    return answer(document(described_routes(), title=f"Artel of {founded_coop().name}"))


def described_routes() -> list[Described]:
    """Every route of the interface with its view and what that takes and gives."""
    views: dict[str, Any] = current_app.view_functions
    return [
        (rule, views[rule.endpoint], views[rule.endpoint].operation)
        for rule in current_app.url_map.iter_rules()
        if rule.endpoint.startswith(f"{bp.name}.")
    ]
