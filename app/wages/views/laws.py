"""Pages of what the law adds: entered by one, compared with the law by another."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.coop import founded_coop, today
from app.db import db
from app.permissions import Permission, requires
from app.wages import laws
from app.wages.law_forms import LawForm
from app.wages.models import LegalProfile
from app.wages.rules.law_words import in_sentences
from app.wages.rules.legal_profile import parse_legal
from app.wages.views.blueprint import bp
from app.web.idempotency import commit


@bp.get("/laws")
@requires(Permission.BOOK_READ)
def list_laws() -> str:
    currency, on = founded_coop().currency, today()
    entered = laws.laws()
    return render_template(
        "wages/laws.html",
        laws=[(law, in_sentences(parse_legal(law.terms), currency)) for law in entered],
        in_force=laws.law_in_force(on),
    )


@bp.get("/laws/new")
@requires(Permission.PAY_PREPARE)
def new_law() -> str:
    return render_template("wages/new_law.html", form=LawForm())


@bp.post("/laws")
@requires(Permission.PAY_PREPARE)
def create_law() -> Any:
    form = LawForm()
    page = form.stands_on("wages/new_law.html")
    if not form.validate_on_submit():
        return page(), 422
    laws.enter_law(
        form.legal,
        from_on=form.from_on.data,
        reference=form.reference.data,
        by=current_user.id,
        at=clock.now(),
    )
    flash(gettext("Entered. It holds when somebody else has compared it with the law."))
    return commit(redirect(url_for(".list_laws")))


@bp.post("/laws/<int:law_id>/check")
@requires(Permission.PAY_APPROVE)
def create_law_check(law_id: int) -> Any:
    db.get_or_404(LegalProfile, law_id)
    laws.check_law(law_id, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".list_laws")))


@bp.post("/laws/<int:law_id>/refusal")
@requires(Permission.PAY_APPROVE)
def create_law_refusal(law_id: int) -> Any:
    db.get_or_404(LegalProfile, law_id)
    laws.refuse_law(law_id, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".list_laws")))
