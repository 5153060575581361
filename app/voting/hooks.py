"""What votes add to the pages of motions, and the parts of a poll that change under its readers'
eyes; nothing in those is personal."""

from flask import Flask, render_template

from app import clock, live
from app.assemblies.footing import told_by
from app.coop import day_of
from app.motions.queries import public_motion
from app.voting import queries
from app.voting.footing import footing_of
from app.voting.views.assembly_proxies import assembly_proxy_part
from app.voting.views.proxies import proxy_part
from app.voting.waiting import why_no_vote
from app.web.parts import part


def _part(template: str) -> live.Render:
    def render(poll_id: int) -> str | None:
        poll = queries.poll_view(poll_id)
        return None if poll is None else render_template(template, poll=poll, is_live=True)

    return render


def _not_yet(motion_id: int) -> str:
    """On a motion that is handed in and not settled: what is missing before the vote."""
    motion = public_motion(motion_id)
    if motion is None or motion.decided_at or motion.withdrawn_at:
        return ""
    at = clock.now()
    refusal = why_no_vote(motion, day_of(at), at)
    return render_template("voting/_not_yet.html", refusal=refusal) if refusal else ""


def init_app(_: Flask) -> None:
    live.topic("poll", _part("voting/_poll_card.html"))
    live.topic("turnout", _part("voting/_turnout.html"))
    part("motion", "vote", _not_yet)
    part("motion", "proxy", proxy_part)
    part("assembly", "proxy", assembly_proxy_part)
    told_by(footing_of)
