"""Giving one's vote to another member for a whole assembly, and taking it back."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user

from app import clock
from app.assemblies import queries
from app.assemblies.models import Assembly
from app.coop import today
from app.permissions import Permission, requires
from app.voting.forms import ProxyForm
from app.voting.roll import assembly_proxies as actions
from app.voting.roll.proxies import standing_in
from app.voting.roll.proxy_page import own_vote, proxy_form
from app.web.idempotency import commit

bp = Blueprint("assembly_proxies", __name__, url_prefix="/assemblies/<int:assembly_id>/proxy")
blueprints = (bp,)


@bp.get("/")
@requires(Permission.BALLOT_CAST)
def show_assembly_proxy(assembly_id: int) -> str:
    assembly = _assembly_or_404(assembly_id)
    return _page(assembly, _form(assembly))


@bp.post("/")
@requires(Permission.BALLOT_CAST)
def create_assembly_proxy(assembly_id: int) -> Any:
    assembly = _assembly_or_404(assembly_id)
    form = _form(assembly)
    page = form.answers_with(lambda: _page(assembly, form))
    if not form.validate():
        return page(), 422
    holder_id, at = form.holder_id.data, clock.now()
    actions.give_assembly_proxy(assembly, by=current_user.id, holder_id=holder_id, at=at)
    return commit(redirect(url_for(".show_assembly_proxy", assembly_id=assembly_id)))


@bp.post("/revocation")
@requires(Permission.BALLOT_CAST)
def create_assembly_revocation(assembly_id: int) -> Any:
    assembly = _assembly_or_404(assembly_id)
    actions.revoke_assembly_proxy(assembly, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_assembly_proxy", assembly_id=assembly_id)))


def assembly_proxy_part(assembly_id: int) -> str:
    """What the page of an assembly says of the reader's vote in it."""
    assembly = queries.assembly(assembly_id)
    if assembly is None or queries.is_over(assembly) or not actions.most_proxies(today()):
        return ""
    address = url_for("assembly_proxies.show_assembly_proxy", assembly_id=assembly_id)
    return render_template("voting/_proxy.html", address=address, **_own_vote(assembly))


def _page(assembly: Assembly, form: ProxyForm) -> str:
    return render_template(
        "voting/assembly_proxy.html",
        assembly=assembly,
        form=form,
        most=actions.most_proxies(today()),
        is_over=queries.is_over(assembly),
        **_own_vote(assembly),
    )


def _own_vote(assembly: Assembly) -> dict[str, Any]:
    return own_vote(standing_in(assembly.id), assembly.unit_id, current_user.id)


def _form(assembly: Assembly) -> ProxyForm:
    return proxy_form(assembly.unit_id, current_user.id)


def _assembly_or_404(assembly_id: int) -> Assembly:
    return queries.assembly(assembly_id) or abort(404)
