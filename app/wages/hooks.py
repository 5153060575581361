"""What a motion on wages does, in words."""

from typing import Any

from flask import Flask, url_for

from app.db import db
from app.motions import effects
from app.motions.effects import Description
from app.motions.rules import EffectKind
from app.sentences import say
from app.wages.models import Scheme


def _adoption(data: dict[str, Any]) -> Description:
    scheme = db.session.get(Scheme, data["scheme_id"])
    if scheme is None:
        return Description(say("A wage scheme that is not known here comes into force."))
    address = url_for("wages.show_scheme", scheme_id=scheme.id)
    return Description(
        say("Everybody is paid by the scheme “%(name)s”.", name=scheme.name), address
    )


def init_app(_: Flask) -> None:
    effects.describes(EffectKind.ADOPT_WAGE_SCHEME, _adoption)
