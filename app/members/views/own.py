"""One's own page: sessions, language, password, API tokens, leaving."""

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
from wtforms import PasswordField

from app import clock
from app.coop import today
from app.db import db
from app.members import actions, bank, dependants, invitations, passwords, register, sign_in, tokens
from app.members.auth import begin_session
from app.members.forms import ChangePasswordForm, LanguageForm, ResignationForm, TokenForm
from app.members.models import Member
from app.members.words import person_in_words
from app.permissions import Permission, requires
from app.web.idempotency import commit
from app.web.language import LANGUAGE_COOKIE, speak
from app.web.pages import language_names

bp = Blueprint("own", __name__, url_prefix="/members/me")
blueprints = (bp,)

_SHOWN_ONCE = "api-token"


@bp.get("")
@requires(Permission.SIGNED_IN)
def show_self() -> str:
    at = clock.now()
    line = register.line_of(current_user.id, today())
    return render_template(
        "members/self.html",
        member=_self(),
        line=line,
        summary=speak(person_in_words(line)),
        standings=register.standings(current_user.id),
        mandates=register.mandates(member_id=current_user.id),
        sessions=sign_in.live_sessions(current_user.id, at),
        tokens_held=tokens.live_tokens(current_user.id, at),
        new_token=session.pop(_SHOWN_ONCE, None),
        token_form=TokenForm(formdata=None),
        language_form=_language_form(),
        account=bank.account_of(current_user.id),
        dependants=dependants.dependants_on(current_user.id, today()),
    )


@bp.post("/language")
@requires(Permission.SIGNED_IN)
def update_language() -> Response:
    form = _language_form()
    if not form.validate():
        abort(422)
    actions.choose_language(_self(), form.language.data)
    response = commit(_back())
    response.delete_cookie(LANGUAGE_COOKIE)  # what this device chose would win over it
    return response


@bp.get("/password")
@requires(Permission.SIGNED_IN)
def edit_password() -> str:
    return render_template("members/password.html", form=ChangePasswordForm(about=_self()))


@bp.post("/password")
@requires(Permission.SIGNED_IN)
def update_password() -> Response:
    """Asks for the present password: an unlocked phone is not enough. Counts as a sign-in try."""
    member, form = _self(), ChangePasswordForm(about=_self())
    if form.validate():
        check_present_password(member, form.present)
    if form.errors:
        return make_response(render_template("members/password.html", form=form), 422)
    password_hash = passwords.hash_password(form.password.data)
    invitations.change_password(member, password_hash, at=clock.now())
    sign_in.forget_tries(member.email or "")
    token = sign_in.open_session(member.id, device=request.user_agent.string, at=clock.now())
    begin_session(token)
    flash(gettext("Your password is changed. Other devices have to sign in again."))
    return commit(_back())


@bp.post("/sessions/<int:sign_in_id>/revocation")
@requires(Permission.SIGNED_IN)
def revoke_session(sign_in_id: int) -> Response:
    if not sign_in.revoke_session(sign_in_id, of=current_user.id, at=clock.now()):
        abort(404)
    flash(gettext("That device is signed out."))
    return commit(_back())


@bp.post("/tokens")
@requires(Permission.SIGNED_IN)
def create_token() -> Response:
    form = TokenForm()
    page = form.stands_on("members/token.html")
    if not form.validate():
        return make_response(page(), 422)
    token = tokens.make_token(current_user.id, name=form.name.data, at=clock.now())
    response = commit(_back("tokens"))
    session[_SHOWN_ONCE] = token  # in the member's own cookie, until the page has shown it
    return response


@bp.post("/tokens/<int:token_id>/revocation")
@requires(Permission.SIGNED_IN)
def revoke_token(token_id: int) -> Response:
    if not tokens.revoke_token(token_id, of=current_user.id, at=clock.now()):
        abort(404)
    flash(gettext("The token is revoked."))
    return commit(_back("tokens"))


@bp.get("/resignation")
@requires(Permission.SIGNED_IN)
def new_resignation() -> str:
    form = ResignationForm()
    form.last_day.data = today()
    return render_template("members/resignation.html", form=form)


@bp.post("/resignation")
@requires(Permission.SIGNED_IN)
def create_resignation() -> Response:
    form = ResignationForm()
    page = form.stands_on("members/resignation.html")
    if not form.validate():
        return make_response(page(), 422)
    on = today()
    actions.resign(_self(), last_day=form.last_day.data, today=on, at=clock.now())
    flash(gettext("It is noted. The register keeps the dates of your membership."))
    return commit(_back())


def check_present_password(member: Member, field: PasswordField) -> None:
    """Notes an error in the field if it is not the member's password. Counts as a try."""
    if not sign_in.may_try(member.email or "", f"member {member.id}", at=clock.now()):
        abort(429)
    db.commit()
    if not passwords.fits(member.password_hash, field.data):
        field.errors = [gettext("This is not your present password.")]


def _self() -> Member:
    return db.session.get_one(Member, current_user.id)


def _language_form() -> LanguageForm:
    form = LanguageForm()
    form.language.choices = language_names()
    return form


def _back(part: str | None = None) -> Response:
    return make_response(redirect(url_for(".show_self", _anchor=part), 303))
