"""Where everybody arrives: what needs you, and today."""

from flask import Blueprint, render_template
from flask_login import current_user

from app import clock
from app.coop import founded_coop
from app.home.needs import needs_of
from app.home.today import today_of
from app.permissions import Permission, requires

bp = Blueprint("home", __name__)
blueprints = (bp,)


@bp.get("/")
@requires(Permission.SIGNED_IN)
def show_home() -> str:
    zone = founded_coop().time_zone
    on = clock.today(zone)
    return render_template(
        "home/home.html",
        needs=needs_of(current_user, at=clock.now(), today=on),
        day_of=today_of(current_user.id, today=on, zone=zone),
    )


@bp.get("/about")
@requires(Permission.PUBLIC)
def show_about() -> str:
    return render_template("home/about.html")
