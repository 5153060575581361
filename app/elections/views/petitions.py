"""Petitions for a recall: the list, one of them, starting and signing one."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.bylaws.rules.provision_words import petition as petition_in_words
from app.coop import today
from app.elections.forms import PetitionForm
from app.elections.models import Petition
from app.elections.petitions import actions, queries
from app.elections.rules.petitions import has_lapsed, signatures_missing
from app.elections.views.blueprint import bp
from app.members.models import Mandate
from app.members.words import office_name
from app.permissions import Permission, requires
from app.web.idempotency import commit


@bp.get("/petitions/")
@requires(Permission.BOOK_READ)
def list_petitions() -> str:
    return render_template("elections/petitions.html", lines=queries.petition_lines(clock.now()))


@bp.get("/petitions/<int:petition_id>")
@requires(Permission.BOOK_READ)
def show_petition(petition_id: int) -> str:
    petition = _petition_or_404(petition_id)
    signers = queries.signers(petition.id)
    return render_template(
        "elections/petition.html",
        petition=petition,
        signers=signers,
        missing=signatures_missing(petition.needed, len(signers)),
        is_held=queries.mandate_held(petition.mandate_id, today()) is not None,
        has_lapsed=has_lapsed(petition.ends_at, clock.now()),
    )


@bp.get("/mandates/<int:mandate_id>/petition/new")
@requires(Permission.MOTION_SUBMIT)
def new_petition(mandate_id: int) -> str:
    mandate = _mandate_or_404(mandate_id)
    return _asked(mandate, PetitionForm(title=_suggested(mandate)))()


@bp.post("/mandates/<int:mandate_id>/petition")
@requires(Permission.MOTION_SUBMIT)
def create_petition(mandate_id: int) -> Any:
    mandate, form = _mandate_or_404(mandate_id), PetitionForm()
    page = _asked(mandate, form)
    if not form.validate():
        return page(), 422
    petition = actions.start_petition(
        mandate,
        by=current_user.id,
        title=form.title.data or "",
        reason=form.reason.data or "",
        on=today(),
        at=clock.now(),
    )
    return commit(redirect(url_for(".show_petition", petition_id=petition.id)))


@bp.post("/petitions/<int:petition_id>/signature")
@requires(Permission.MOTION_SUBMIT)
def create_signature(petition_id: int) -> Response:
    """The last signature that was needed puts the recall to the vote."""
    petition = _petition_or_404(petition_id)
    actions.sign_petition(petition, by=current_user.id, on=today(), at=clock.now())
    return commit(redirect(url_for(".show_petition", petition_id=petition_id)))


@bp.post("/petitions/<int:petition_id>/signature/withdrawal")
@requires(Permission.MOTION_SUBMIT)
def create_signature_withdrawal(petition_id: int) -> Response:
    petition = _petition_or_404(petition_id)
    actions.withdraw_signature(petition, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_petition", petition_id=petition_id)))


@bp.post("/petitions/<int:petition_id>/withdrawal")
@requires(Permission.MOTION_SUBMIT)
def create_petition_withdrawal(petition_id: int) -> Response:
    petition = _petition_or_404(petition_id)
    actions.withdraw_petition(petition, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_petition", petition_id=petition_id)))


def _asked(mandate: Mandate, form: PetitionForm) -> Callable[[], str]:
    rule = queries.rule_on_petitions(today())
    return form.stands_on(
        "elections/new_petition.html",
        mandate=mandate,
        needed=rule.needed(queries.full_members(mandate.unit_id, today())),
        rule=petition_in_words(rule),
    )


def _suggested(mandate: Mandate) -> str:
    words: str = gettext(
        "%(person)s is recalled from an office: %(office)s of %(unit)s.",
        person=mandate.member.name,
        office=office_name(mandate.office),
        unit=mandate.unit.name,
    )
    return words


def _petition_or_404(petition_id: int) -> Petition:
    return queries.petition(petition_id) or abort(404)


def _mandate_or_404(mandate_id: int) -> Mandate:
    return queries.mandate_held(mandate_id, today()) or abort(404)
