"""Elections: the list, calling one, who stands, closing nominations, calling a substitute."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.coop import today
from app.elections import actions, queries
from app.elections.drawings.queries import drawing_lines
from app.elections.forms import ElectionForm, NominationForm, StatementForm
from app.elections.models import Candidacy, Election
from app.elections.page import page_of
from app.elections.views.blueprint import bp
from app.permissions import Permission, requires
from app.web.forms import somebody
from app.web.idempotency import commit


@bp.get("/elections/")
@requires(Permission.BOOK_READ)
def list_elections() -> str:
    return render_template(
        "elections/elections.html", lines=queries.election_lines(), drawings=drawing_lines()
    )


@bp.get("/elections/new")
@requires(Permission.MOTION_SUBMIT)
def new_election() -> str:
    form = ElectionForm(current_user.id, today())
    return render_template("elections/new_election.html", form=form)


@bp.post("/elections/")
@requires(Permission.MOTION_SUBMIT)
def create_election() -> Any:
    form = ElectionForm(current_user.id, today())
    page = form.stands_on("elections/new_election.html")
    if not form.validate():
        return page(), 422
    motion = actions.call_election(form.call(), by=current_user.id, at=clock.now(), **form.moved())
    return commit(redirect(url_for(".show_election", motion_id=motion.id)))


@bp.get("/elections/<int:motion_id>")
@requires(Permission.BOOK_READ)
def show_election(motion_id: int) -> str:
    return _page(_election_or_404(motion_id))


@bp.post("/elections/<int:motion_id>/candidacies")
@requires(Permission.MOTION_SUBMIT)
def create_candidacy(motion_id: int) -> Any:
    """Somebody is nominated; who nominates themselves stands at once."""
    election = _election_or_404(motion_id)
    form = _nomination(election)
    page = form.answers_with(lambda: _page(election, nomination=form))
    if not form.validate():
        return page(), 422
    at = clock.now()
    member_id: int = form.member_id.data
    actions.nominate(election, member_id=member_id, by=current_user.id, on=today(), at=at)
    return commit(_back(motion_id))


@bp.post("/candidacies/<int:candidacy_id>/acceptance")
@requires(Permission.MOTION_SUBMIT)
def create_candidacy_acceptance(candidacy_id: int) -> Any:
    """The candidate accepts, or rewrites their statement."""
    candidacy, form = _candidacy_or_404(candidacy_id), StatementForm()
    page = form.answers_with(lambda: _page(candidacy.election, statement=form))
    if not form.validate():
        return page(), 422
    actions.accept_candidacy(
        candidacy, by=current_user.id, statement=form.statement.data or "", at=clock.now()
    )
    return commit(_back(candidacy.motion_id))


@bp.post("/candidacies/<int:candidacy_id>/withdrawal")
@requires(Permission.MOTION_SUBMIT)
def create_candidacy_withdrawal(candidacy_id: int) -> Response:
    candidacy = _candidacy_or_404(candidacy_id)
    actions.withdraw_candidacy(candidacy, by=current_user.id, at=clock.now())
    return commit(_back(candidacy.motion_id))


@bp.post("/elections/<int:motion_id>/ballot-paper")
@requires(Permission.POLL_OPEN)
def create_ballot_paper(motion_id: int) -> Response:
    """Nominations are closed, and those who stand are on the ballot."""
    election = _election_or_404(motion_id)
    actions.close_nominations(election, by=current_user.id, on=today(), at=clock.now())
    return commit(_back(motion_id))


def _page(
    election: Election,
    *,
    nomination: NominationForm | None = None,
    statement: StatementForm | None = None,
) -> str:
    page = page_of(election, current_user.id, on=today(), at=clock.now())
    own = page.own
    return render_template(
        "elections/election.html",
        page=page,
        nomination=nomination or _nomination(election),
        statement=statement or StatementForm(statement=own.statement if own else ""),
    )


def _nomination(election: Election) -> NominationForm:
    form = NominationForm()
    form.member_id.choices = somebody(queries.nominees(election.motion, today()))
    return form


def _election_or_404(motion_id: int) -> Election:
    return queries.election(motion_id) or abort(404)


def _candidacy_or_404(candidacy_id: int) -> Candidacy:
    return queries.candidacy(candidacy_id) or abort(404)


def _back(motion_id: int) -> Response:
    return redirect(url_for(".show_election", motion_id=motion_id))
