"""Giving one's vote to another member for a whole assembly, and taking it back."""

from flask import Response, abort
from flask_login import current_user

from app import clock
from app.api.messages import answer, read_body
from app.api.operations import operation
from app.api.values import Answer
from app.api.views.blueprint import bp
from app.api.views.proxies import NewProxy
from app.assemblies import queries
from app.assemblies.models import Assembly
from app.coop import today
from app.permissions import Permission, requires
from app.voting.roll import assembly_proxies as actions
from app.voting.roll.proxies import standing_in
from app.web.idempotency import commit


class AssemblyProxy(Answer):
    """Who votes for you in all votes of an assembly (null: you do), and for whom you vote. `most`:
    how many votes one member may hold beside their own by the most generous of the bylaws; each
    vote has the limit of its own matter."""

    assembly_id: int
    holder_id: int | None
    held: list[int]
    most: int


@bp.get("/assemblies/<int:assembly_id>/proxy")
@requires(Permission.BALLOT_CAST)
@operation(AssemblyProxy)
def show_assembly_proxy(assembly_id: int) -> Response:
    """Your vote in an assembly."""
    return answer(_told(_assembly_or_404(assembly_id)))


@bp.post("/assemblies/<int:assembly_id>/proxy")
@requires(Permission.BALLOT_CAST)
@operation(AssemblyProxy, body=NewProxy, status=201)
def create_assembly_proxy(assembly_id: int) -> Response:
    """Lets another member vote for you in every vote that is opened from now on."""
    body: NewProxy = read_body(NewProxy)
    assembly = _assembly_or_404(assembly_id)
    by, at = current_user.id, clock.now()
    actions.give_assembly_proxy(assembly, by=by, holder_id=body.holder_id, at=at)
    return commit(answer(_told(assembly), 201))


@bp.post("/assemblies/<int:assembly_id>/proxy/revocation")
@requires(Permission.BALLOT_CAST)
@operation(AssemblyProxy, status=201)
def create_assembly_revocation(assembly_id: int) -> Response:
    """Takes your vote back for the votes still to be opened. Send no body."""
    assembly = _assembly_or_404(assembly_id)
    actions.revoke_assembly_proxy(assembly, by=current_user.id, at=clock.now())
    return commit(answer(_told(assembly), 201))


def _assembly_or_404(assembly_id: int) -> Assembly:
    return queries.assembly(assembly_id) or abort(404)


def _told(assembly: Assembly) -> AssemblyProxy:
    standing = standing_in(assembly.id)
    return AssemblyProxy(
        assembly_id=assembly.id,
        holder_id=standing.given.get(current_user.id),
        held=standing.held_by(current_user.id),
        most=actions.most_proxies(today()),
    )
