"""Links by which someone joins or sets a new password."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    session,
    url_for,
)
from flask_babel import gettext
from flask_login import current_user

from app import clock, mail
from app.coop import founded_coop, today
from app.db import db
from app.members import actions, invitations, passwords, register
from app.members.forms import InvitationForm, NewPasswordForm
from app.members.models import Member
from app.members.views.sign_in import let_in
from app.permissions import Permission, requires
from app.web.idempotency import commit
from app.web.links import absolute_url

bp = Blueprint("invitations", __name__)
blueprints = (bp,)

_SHOWN_ONCE = "link"


@bp.get("/members/invitation")
@requires(Permission.MEMBER_INVITE)
def new_invitation() -> str:
    return render_template("members/new_invitation.html", form=_form())


@bp.post("/members/invitation")
@requires(Permission.MEMBER_INVITE)
def create_invitation() -> Response:
    form = _form()
    page = form.stands_on("members/new_invitation.html")
    if not form.validate():
        return make_response(page(), 422)
    member, token = actions.invite_candidate(
        form.name.data,
        email=form.email.data,
        unit_id=form.unit.data,
        note=form.note.data or "",
        by=current_user.id,
        on=today(),
        at=clock.now(),
    )
    return _show_once(member, token)


@bp.post("/members/<int:member_id>/password-link")
@requires(Permission.MEMBER_INVITE)
def create_password_link(member_id: int) -> Response:
    member = db.get_or_404(Member, member_id)
    token = invitations.make_link(member, by=current_user.id, at=clock.now())
    return _show_once(member, token)


@bp.get("/members/<int:member_id>/password-link")
@requires(Permission.MEMBER_INVITE)
def show_link(member_id: int) -> str:
    """The link, once: reloaded, the page says how to make another."""
    member = db.get_or_404(Member, member_id)
    shown = session.pop(_SHOWN_ONCE, None) or {}
    return render_template("members/link.html", member=member, **shown)


@bp.get("/invitations/<string:token>")
@requires(Permission.PUBLIC)
def show_invitation(token: str) -> str:
    member = invitations.invited(token, at=clock.now())
    return render_template(
        "members/invitation.html", member=member, form=NewPasswordForm(about=member)
    )


@bp.post("/invitations/<string:token>")
@requires(Permission.PUBLIC)
def create_password(token: str) -> Response:
    member = invitations.invited(token, at=clock.now())
    form = NewPasswordForm(about=member)
    if not form.validate():
        page = render_template("members/invitation.html", member=member, form=form)
        return make_response(page, 422)
    db.rollback()  # nobody waits for this transaction while we hash
    password_hash = passwords.hash_password(form.password.data)
    member = invitations.set_password(token, password_hash, at=clock.now())
    flash(gettext("Your password is set, and you are signed in."))
    return let_in(member.id, url_for("home.show_home"))


def _form() -> InvitationForm:
    form = InvitationForm()
    units = register.units_on(today())
    form.unit.choices = [(unit.id, unit.name) for unit in units]
    return form


def _show_once(member: Member, token: str) -> Response:
    """The link travels in the secretary's own cookie: no table and no log keeps it."""
    link = absolute_url(".show_invitation", token=token)
    response = commit(make_response(redirect(url_for(".show_link", member_id=member.id), 303)))
    mailed = mail.is_configured() and mail.send(
        member.email or "",
        gettext("Your password for %(coop)s", coop=founded_coop().name),
        render_template("members/link.txt", member=member, link=link, by=current_user.name),
    )
    session[_SHOWN_ONCE] = {"link": link, "mailed": mailed}
    return response
