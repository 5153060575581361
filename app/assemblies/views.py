"""Assemblies: convening, the lobby, the assembly as it is held, and what it came to."""

from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.assemblies import actions, queries, words
from app.assemblies.calendar import calendar_of
from app.assemblies.forms import AssemblyForm, ItemForm, PapersForm
from app.assemblies.models import AgendaItem, Assembly
from app.assemblies.page import attendance_times, debated, page_of
from app.assemblies.rules import State, check_state
from app.coop import founded_coop, today
from app.permissions import Permission, requires
from app.web.idempotency import commit

bp = Blueprint("assemblies", __name__, url_prefix="/assemblies")
blueprints = (bp,)


@bp.get("/")
@requires(Permission.BOOK_READ)
def list_assemblies() -> str:
    lines = queries.assemblies()
    coming = [line for line in lines if line.state is State.CONVENED]
    return render_template(
        "assemblies/assemblies.html",
        now=[line for line in lines if line.state is State.OPEN],
        coming=coming[::-1],
        past=[line for line in lines if line.state in {State.CLOSED, State.CANCELLED}],
        words=words,
    )


@bp.get("/new")
@requires(Permission.ASSEMBLY_CONVENE)
def new_assembly() -> str:
    return render_template("assemblies/new_assembly.html", form=_assembly_form())


@bp.post("/")
@requires(Permission.ASSEMBLY_CONVENE)
def create_assembly() -> Any:
    form = _assembly_form()
    page = form.stands_on("assemblies/new_assembly.html")
    if not form.validate():
        return page(), 422
    assembly = actions.convene_assembly(
        by=current_user.id,
        unit_id=form.unit_id.data,
        title=form.title.data or "",
        place=form.place.data or "",
        starts_at=form.begins_at(founded_coop().time_zone),
        items=form.items(),
        at=clock.now(),
    )
    return commit(_to(assembly.id))


@bp.get("/<int:assembly_id>")
@requires(Permission.BOOK_READ)
def show_assembly(assembly_id: int) -> str:
    """The lobby before, the assembly itself while it is open, what it came to afterwards."""
    assembly = _assembly_or_404(assembly_id)
    page = page_of(assembly, today(), clock.now())
    return render_template(
        "assemblies/assembly.html",
        page=page,
        debated=debated(page),
        item_form=_item_form(assembly),
        attendances=attendance_times(assembly.id) if page.state is State.CLOSED else (),
        view_functions=current_app.view_functions,
    )


@bp.get("/<int:assembly_id>.ics")
@requires(Permission.BOOK_READ)
def export_calendar(assembly_id: int) -> Response:
    assembly = _assembly_or_404(assembly_id)
    address = url_for(".show_assembly", assembly_id=assembly_id, _external=True)
    response = make_response(calendar_of(assembly, address))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = f"attachment; filename=assembly-{assembly_id}.ics"
    return response


@bp.post("/<int:assembly_id>/opening")
@requires(Permission.ASSEMBLY_CHAIR)
def create_opening(assembly_id: int) -> Response:
    actions.open_assembly(_assembly_or_404(assembly_id), by=current_user.id, at=clock.now())
    return commit(_to(assembly_id))


@bp.post("/<int:assembly_id>/closure")
@requires(Permission.ASSEMBLY_CHAIR)
def create_closure(assembly_id: int) -> Response:
    actions.close_assembly(_assembly_or_404(assembly_id), by=current_user.id, at=clock.now())
    return commit(_to(assembly_id))


@bp.post("/<int:assembly_id>/cancellation")
@requires(Permission.ASSEMBLY_CONVENE)
def create_cancellation(assembly_id: int) -> Response:
    actions.cancel_assembly(_assembly_or_404(assembly_id), by=current_user.id, at=clock.now())
    return commit(_to(assembly_id))


@bp.get("/<int:assembly_id>/attendance")
@requires(Permission.ASSEMBLY_CONVENE)
def edit_attendance(assembly_id: int) -> str:
    """People without a screen, ticked at the door. It stays as it is while others come in."""
    assembly = _assembly_or_404(assembly_id)
    check_state(queries.assembly_state(assembly), State.OPEN)
    page = page_of(assembly, today(), clock.now())
    return render_template("assemblies/edit_attendance.html", page=page)


@bp.post("/<int:assembly_id>/attendance")
@requires(Permission.ASSEMBLY_ATTEND)
def create_attendance(assembly_id: int) -> Response:
    assembly, at = _assembly_or_404(assembly_id), clock.now()
    for member_id in _whom():
        actions.join_assembly(assembly, by=current_user.id, member_id=member_id, at=at)
    return commit(_to_noting(assembly_id))


@bp.post("/<int:assembly_id>/departure")
@requires(Permission.ASSEMBLY_ATTEND)
def create_departure(assembly_id: int) -> Response:
    assembly, at = _assembly_or_404(assembly_id), clock.now()
    for member_id in _whom():
        actions.leave_assembly(assembly, by=current_user.id, member_id=member_id, at=at)
    return commit(_to_noting(assembly_id))


@bp.post("/<int:assembly_id>/items")
@requires(Permission.MOTION_PUT)
def create_item(assembly_id: int) -> Any:
    assembly = _assembly_or_404(assembly_id)
    form = _item_form(assembly)
    page = form.stands_on("assemblies/new_item.html", assembly=assembly)
    if not form.validate():
        return page(), 422
    actions.add_item(assembly, form.item(), by=current_user.id, at=clock.now())
    return commit(_to(assembly_id, "agenda"))


@bp.post("/<int:assembly_id>/items/<int:item_id>/position")
@requires(Permission.MOTION_PUT)
def update_position(assembly_id: int, item_id: int) -> Response:
    item = _item_or_404(assembly_id, item_id)
    down = request.form.get("to") == "down"
    actions.move_item(item, down=down, by=current_user.id, at=clock.now())
    return commit(_to(assembly_id, "agenda"))


@bp.get("/<int:assembly_id>/items/<int:item_id>/papers")
@requires(Permission.MOTION_PUT)
def edit_papers(assembly_id: int, item_id: int) -> str:
    item = _item_or_404(assembly_id, item_id)
    return render_template(
        "assemblies/edit_papers.html", form=PapersForm(papers=item.papers), item=item
    )


@bp.post("/<int:assembly_id>/items/<int:item_id>/papers")
@requires(Permission.MOTION_PUT)
def update_papers(assembly_id: int, item_id: int) -> Any:
    item, form = _item_or_404(assembly_id, item_id), PapersForm()
    page = form.stands_on("assemblies/edit_papers.html", item=item)
    if not form.validate():
        return page(), 422
    actions.write_papers(item, form.papers.data or "", by=current_user.id, at=clock.now())
    return commit(_to(assembly_id, f"item-{item_id}"))


@bp.post("/<int:assembly_id>/items/<int:item_id>/opening")
@requires(Permission.ASSEMBLY_CHAIR)
def create_item_opening(assembly_id: int, item_id: int) -> Response:
    """With `ends`, the item of this id is closed first: on to the next with one tap."""
    item, at = _item_or_404(assembly_id, item_id), clock.now()
    ends = request.form.get("ends", type=int)
    if ends is not None:
        actions.close_item(_item_or_404(assembly_id, ends), by=current_user.id, at=at)
    actions.open_item(item, by=current_user.id, at=at)
    return commit(_to(assembly_id))


@bp.post("/<int:assembly_id>/items/<int:item_id>/closure")
@requires(Permission.ASSEMBLY_CHAIR)
def create_item_closure(assembly_id: int, item_id: int) -> Response:
    item = _item_or_404(assembly_id, item_id)
    actions.close_item(item, by=current_user.id, at=clock.now())
    return commit(_to(assembly_id))


def _to(assembly_id: int, anchor: str | None = None) -> Response:
    return redirect(url_for(".show_assembly", assembly_id=assembly_id, _anchor=anchor))


def _assembly_or_404(assembly_id: int) -> Assembly:
    return queries.assembly(assembly_id) or abort(404)


def _item_or_404(assembly_id: int, item_id: int) -> AgendaItem:
    return queries.agenda_item(assembly_id, item_id) or abort(404)


def _assembly_form() -> AssemblyForm:
    form = AssemblyForm(motions=request.args.getlist("motion", type=int))
    form.offer(today())
    return form


def _item_form(assembly: Assembly) -> ItemForm:
    form = ItemForm()
    form.offer(assembly.unit_id, assembly.id)
    return form


def _whom() -> list[int]:
    """Oneself; or, for the chair and the secretary, the people they ticked."""
    if "others" not in request.form:
        return [current_user.id]
    if Permission.ASSEMBLY_CONVENE not in current_user.permissions:
        abort(403)
    return request.form.getlist("member_id", type=int)


def _to_noting(assembly_id: int) -> Response:
    """Back to where it was sent from: the list of those who come and go, or the assembly."""
    if "others" in request.form:
        return redirect(url_for(".edit_attendance", assembly_id=assembly_id))
    return _to(assembly_id)
