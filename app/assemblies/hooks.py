"""The parts of an assembly that change under its members' eyes, and what it adds to a motion."""

from flask import Flask, render_template

from app import clock, live
from app.assemblies import queries
from app.assemblies.page import debated, page_of
from app.coop import today
from app.members.activity import shown_by
from app.motions.models import Motion
from app.web.pages import may
from app.web.parts import part


def _part(template: str) -> live.Render:
    def render(assembly_id: int) -> str | None:
        assembly = queries.assembly(assembly_id)
        if assembly is None:
            return None
        page = page_of(assembly, today(), clock.now())
        return render_template(template, page=page, debated=debated(page))

    return render


def _agendas_of(motion_id: int) -> str:
    """On which agendas a motion stands; for who convenes, the way onto one."""
    motion: Motion = queries.motion_of(motion_id)
    found = queries.appearances(motion_id)
    is_open = motion.submitted_at and not (motion.withdrawn_at or motion.decided_at)
    offered = queries.convened_for(motion.unit_id) if is_open and may("MOTION_PUT") else ()
    return render_template(
        "assemblies/_agendas.html",
        motion=motion,
        found=[(one, queries.assembly_state(one)) for one in found],
        offered=[one for one in offered if one not in found],
        may_convene=bool(is_open) and may("ASSEMBLY_CONVENE"),
    )


def init_app(_: Flask) -> None:
    live.topic("assembly", _part("assemblies/_state.html"))
    live.topic("agenda", _part("assemblies/_floor.html"))
    part("motion", "agendas", _agendas_of)
    shown_by("assemblies", queries.attended)
