"""Giving one's vote on a motion to another member, and taking it back."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user

from app import clock
from app.coop import today
from app.motions.models import Motion
from app.motions.queries import public_motion, rule_of
from app.permissions import Permission, requires
from app.voting import proxies
from app.voting.forms import ProxyForm
from app.web.forms import somebody
from app.web.idempotency import commit

bp = Blueprint("proxies", __name__, url_prefix="/motions/<int:motion_id>/proxy")
blueprints = (bp,)


@bp.get("/")
@requires(Permission.BALLOT_CAST)
def show_proxy(motion_id: int) -> str:
    motion = _motion_or_404(motion_id)
    return _page(motion, _form(motion))


@bp.post("/")
@requires(Permission.BALLOT_CAST)
def create_proxy(motion_id: int) -> Any:
    motion = _motion_or_404(motion_id)
    form = _form(motion)
    page = form.answers_with(lambda: _page(motion, form))
    if not form.validate():
        return page(), 422
    proxies.give_proxy(motion, by=current_user.id, holder_id=form.holder_id.data, at=clock.now())
    return commit(redirect(url_for(".show_proxy", motion_id=motion_id)))


@bp.post("/revocation")
@requires(Permission.BALLOT_CAST)
def create_revocation(motion_id: int) -> Any:
    motion = _motion_or_404(motion_id)
    proxies.revoke_proxy(motion, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_proxy", motion_id=motion_id)))


def proxy_part(motion_id: int) -> str:
    """What the page of a motion says of the reader's vote on it."""
    motion = public_motion(motion_id)
    if motion is None or motion.decided_at or not rule_of(motion, today()).proxies:
        return ""
    return render_template("voting/_proxy.html", motion=motion, **_standing(motion))


def _page(motion: Motion, form: ProxyForm) -> str:
    return render_template(
        "voting/proxy.html",
        motion=motion,
        form=form,
        most=rule_of(motion, today()).proxies,
        **_standing(motion),
    )


def _standing(motion: Motion) -> dict[str, Any]:
    """Who votes for the reader, and for whom they vote."""
    given = proxies.standing_on(motion.id).given
    holder = given.get(current_user.id)
    held = [giver for giver, one in given.items() if one == current_user.id]
    return {
        "holder": proxies.names_of([holder])[0] if holder else None,
        "held": proxies.names_of(held),
        "is_voter": any(one.id == current_user.id for one in proxies.voters_on(motion, today())),
    }


def _form(motion: Motion) -> ProxyForm:
    form = ProxyForm()
    others = [one for one in proxies.voters_on(motion, today()) if one.id != current_user.id]
    form.holder_id.choices = somebody({one.id: one.name for one in others})
    return form


def _motion_or_404(motion_id: int) -> Motion:
    return public_motion(motion_id) or abort(404)
