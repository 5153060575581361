"""Giving one's vote on a motion to another member, and taking it back."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user

from app import clock
from app.coop import today
from app.motions.models import Motion
from app.motions.queries import public_motion, rule_of
from app.permissions import Permission, requires
from app.voting.forms import ProxyForm
from app.voting.roll import proxies
from app.voting.roll.proxy_page import own_vote, proxy_form
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
    address = None if motion.put_at else url_for("proxies.show_proxy", motion_id=motion_id)
    return render_template("voting/_proxy.html", address=address, **_own_vote(motion))


def _page(motion: Motion, form: ProxyForm) -> str:
    return render_template(
        "voting/proxy.html",
        motion=motion,
        form=form,
        most=rule_of(motion, today()).proxies,
        **_own_vote(motion),
    )


def _own_vote(motion: Motion) -> dict[str, Any]:
    return own_vote(proxies.standing_on(motion.id), motion.unit_id, current_user.id)


def _form(motion: Motion) -> ProxyForm:
    return proxy_form(motion.unit_id, current_user.id)


def _motion_or_404(motion_id: int) -> Motion:
    return public_motion(motion_id) or abort(404)
