"""Giving one's vote to another member for a whole assembly, and taking it back."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user

from app import clock
from app.assemblies import queries
from app.assemblies.models import Assembly
from app.coop import today
from app.permissions import Permission, requires
from app.voting import assembly_proxies as actions
from app.voting import proxies
from app.voting.forms import ProxyForm
from app.web.forms import somebody
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
    standing = _standing(assembly)
    return render_template("voting/_assembly_proxy.html", assembly=assembly, **standing)


def _page(assembly: Assembly, form: ProxyForm) -> str:
    return render_template(
        "voting/assembly_proxy.html",
        assembly=assembly,
        form=form,
        most=actions.most_proxies(today()),
        is_over=queries.is_over(assembly),
        **_standing(assembly),
    )


def _standing(assembly: Assembly) -> dict[str, Any]:
    """Who votes for the reader, and for whom they vote."""
    given = proxies.standing_in(assembly.id).given
    holder = given.get(current_user.id)
    held = [giver for giver, one in given.items() if one == current_user.id]
    voters = actions.voters_in(assembly, today())
    return {
        "holder": proxies.names_of([holder])[0] if holder else None,
        "held": proxies.names_of(held),
        "is_voter": any(one.id == current_user.id for one in voters),
    }


def _form(assembly: Assembly) -> ProxyForm:
    form = ProxyForm()
    voters = actions.voters_in(assembly, today())
    others = [one for one in voters if one.id != current_user.id]
    form.holder_id.choices = somebody({one.id: one.name for one in others})
    return form


def _assembly_or_404(assembly_id: int) -> Assembly:
    return queries.assembly(assembly_id) or abort(404)
