"""A scrutineer's own key: made with a passphrase, which can be changed."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_login import current_user

from app import clock
from app.permissions import Permission, requires
from app.voting.forms import PassphraseForm, UrnKeyForm
from app.voting.urn import scrutineers
from app.voting.urn.sealing import WrongPassphrase
from app.web.idempotency import commit
from app.web.language import speak

bp = Blueprint("scrutineers", __name__, url_prefix="/scrutineers/key")
blueprints = (bp,)


@bp.get("/")
@requires(Permission.URN_KEEP)
def show_key() -> str:
    return _page(UrnKeyForm(formdata=None))


@bp.post("/")
@requires(Permission.URN_KEEP)
def create_key() -> Any:
    """The recovery words are in this answer and nowhere else."""
    form = UrnKeyForm()
    if not form.validate():
        return _page(form), 422
    at = clock.now()
    words = scrutineers.make_key(by=current_user.id, passphrase=form.passphrase.data, at=at)
    page = make_response(
        render_template("voting/recovery_words.html", words=words.split(), made_at=at)
    )
    return commit(page, kept=make_response(redirect(url_for(".show_key"))))


@bp.get("/passphrase")
@requires(Permission.URN_KEEP)
def edit_passphrase() -> str:
    return render_template("voting/passphrase.html", form=PassphraseForm())


@bp.post("/passphrase")
@requires(Permission.URN_KEEP)
def update_passphrase() -> Any:
    form = PassphraseForm()
    if not form.validate():
        return render_template("voting/passphrase.html", form=form), 422
    try:
        scrutineers.change_passphrase(
            by=current_user.id,
            present=form.present.data,
            passphrase=form.passphrase.data,
            at=clock.now(),
        )
    except WrongPassphrase as refusal:
        form.present.errors = [speak(refusal.sentence)]
        return render_template("voting/passphrase.html", form=form), 422
    page = make_response(redirect(url_for(".show_key")))
    return commit(page, kept=page)


def _page(form: UrnKeyForm) -> str:
    return render_template("voting/key.html", key=scrutineers.key_of(current_user.id), form=form)
