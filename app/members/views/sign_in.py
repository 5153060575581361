"""The door: signing in and out."""

import re

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.db import db
from app.members import passwords, sign_in
from app.members.auth import begin_session
from app.members.forms import SignInForm
from app.permissions import Permission, requires
from app.web.idempotency import commit
from app.web.resending import Typed, kept_form

bp = Blueprint("sign_in", __name__)
blueprints = (bp,)

_OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


@bp.get("/sign-in")
@requires(Permission.PUBLIC)
def new_session() -> str:
    return render_template("members/sign_in.html", form=SignInForm())


@bp.post("/sign-in")
@requires(Permission.PUBLIC)
def create_session() -> Response:
    form = SignInForm()
    if not form.validate():
        return _again(form)
    email = form.email.data
    if not sign_in.may_try(email, request.remote_addr or "", at=clock.now()):
        abort(429)
    known = sign_in.kept_password(email)
    # The try counts however it ends, and nobody waits for this transaction while we hash.
    db.commit()
    if not passwords.fits(known[1] if known else None, form.password.data) or known is None:
        form.form_errors.append(gettext("The e-mail or the password is wrong."))
        return _again(form)
    sign_in.forget_tries(email)
    return let_in(known[0], url_for("home.show_home"), kept_form(form.kept.data))


def let_in(member_id: int, onward: str, typed: Typed | None = None) -> Response:
    """Opens a session in this browser and goes where the member wanted to go; or back to what
    was typed when the session before had ended."""
    at = clock.now()
    if current_user.is_authenticated:
        sign_in.revoke_session(current_user.sign_in_id, of=current_user.id, at=at)
    begin_session(sign_in.open_session(member_id, device=request.user_agent.string, at=at))
    if typed is not None:
        return commit(make_response(render_template("resend.html", typed=typed)))
    wanted = request.args.get("next", "")
    return commit(make_response(redirect(wanted if _OWN_PATH.fullmatch(wanted) else onward, 303)))


@bp.post("/sign-out")
@requires(Permission.PUBLIC)
def end_session() -> Response:
    if current_user.is_authenticated:
        sign_in.revoke_session(current_user.sign_in_id, of=current_user.id, at=clock.now())
    session.clear()
    db.commit()
    flash(gettext("You are signed out."))
    return make_response(redirect(url_for(".new_session"), 303))


def _again(form: SignInForm) -> Response:
    return make_response(render_template("members/sign_in.html", form=form), 422)
