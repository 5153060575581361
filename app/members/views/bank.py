"""One's own bank account: where one's pay goes. Nobody else has a page that shows it."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask_babel import gettext
from flask_login import current_user

from app import clock, mail
from app.coop import founded_coop
from app.db import db
from app.members import bank
from app.members.forms import BankAccountForm
from app.members.models import Member
from app.members.views.own import check_present_password
from app.permissions import Permission, requires
from app.web.idempotency import commit

bp = Blueprint("bank", __name__, url_prefix="/members/me/bank-account")
blueprints = (bp,)


@bp.get("")
@requires(Permission.SIGNED_IN)
def show_account() -> str:
    return render_template(
        "members/bank_account.html",
        account=bank.account_of(current_user.id),
        history=bank.history(current_user.id),
    )


@bp.get("/edit")
@requires(Permission.SIGNED_IN)
def edit_account() -> str:
    form = BankAccountForm()
    form.holder.data = current_user.name
    return render_template("members/edit_bank_account.html", form=form)


@bp.post("")
@requires(Permission.SIGNED_IN)
def update_account() -> Response:
    """Asks for the password: whoever finds a phone unlocked must not send the pay elsewhere."""
    member, form = db.session.get_one(Member, current_user.id), BankAccountForm()
    if form.validate():
        check_present_password(member, form.present)
    if form.errors:
        return make_response(render_template("members/edit_bank_account.html", form=form), 422)
    bank.set_account(member, iban=form.iban.data, holder=form.holder.data, at=clock.now())
    flash(gettext("From now on your pay goes to this account."))
    return _told(member)


@bp.post("/removal")
@requires(Permission.SIGNED_IN)
def create_removal() -> Response:
    member = db.session.get_one(Member, current_user.id)
    bank.remove_account(member, at=clock.now())
    flash(gettext("From now on you are paid in cash."))
    return _told(member)


def _told(member: Member) -> Response:
    """A change that somebody else made with the member's password must not stay unnoticed."""
    response = commit(make_response(redirect(url_for(".show_account"), 303)))
    if member.email and mail.is_configured():
        subject = gettext("Your bank account at %(coop)s was changed", coop=founded_coop().name)
        mail.send(member.email, subject, render_template("members/bank_account.txt", member=member))
    return response
