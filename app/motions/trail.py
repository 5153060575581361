"""The trail of a motion: from what was compared to what it brought into force."""

from dataclasses import replace
from typing import Any, NamedTuple

from flask import current_app, url_for
from flask_babel import gettext
from sqlalchemy import bindparam, select

from app.coop import today
from app.db import db
from app.motions.models import Amendment, Motion
from app.motions.rules.course import Outcome
from app.prepared import Prepared
from app.web.language import day
from app.web.trail import Step


def trail_of(motion: Motion, here: str = "motion") -> list[Step]:
    """The steps of a motion; `here` names the one whose page this is: "comparison", "motion",
    "amendment", "vote", "force"."""
    steps = {"motion": _motion(motion), **_votes(motion), "force": _force(motion)}
    if motion.comparison_id is not None:
        address = _known("wages.show_comparison", comparison_id=motion.comparison_id)
        steps = {"comparison": Step(gettext("Comparison"), address), **steps}
    if motion.withdrawn_at is not None:
        del steps["vote"], steps["force"]
    elif motion.outcome is Outcome.DEFEATED:
        del steps["force"]
    return [replace(step, here=name == here) for name, step in steps.items()]


def _motion(motion: Motion) -> Step:
    address = url_for("motions.show_motion", motion_id=motion.id)
    if motion.number is None:
        return Step(gettext("Motion"), address, gettext("draft"), "now")
    label = gettext("Motion %(number)s", number=motion.number)
    if motion.withdrawn_at is not None:
        return Step(label, address, gettext("withdrawn"))
    is_past = motion.put_at is not None or motion.decided_at is not None
    return Step(label, address, state="done" if is_past else "now")


class UnderVote(NamedTuple):
    """An amendment whose vote is open."""

    number: int
    poll_id: int


_UNDER_VOTE = Prepared(
    select(Amendment.number, Amendment.poll_id).where(
        Amendment.motion_id == bindparam("motion"), Amendment.put_at.is_not(None)
    )
)


def under_vote(motion_id: int) -> UnderVote | None:
    found = db.rows(_UNDER_VOTE, motion=motion_id)
    return UnderVote(*found[0]) if found else None


def _votes(motion: Motion) -> dict[str, Step]:
    """The vote on the motion; while one on an amendment is open, that first."""
    amendment = None if motion.put_at is None else under_vote(motion.id)
    if amendment is None:
        return {"vote": _vote(motion)}
    address = _known("voting.show_poll", poll_id=amendment.poll_id)
    label = gettext("Amendment %(number)s", number=amendment.number)
    note = gettext("vote open") if motion.vote_closed_at is None else gettext("to be counted")
    step = Step(label, address, note, "now")
    return {"amendment": step, "vote": Step(gettext("Vote"), state="next")}


def _vote(motion: Motion) -> Step:
    address = _known("voting.show_poll", poll_id=motion.poll_id) if motion.poll_id else None
    if motion.put_at is not None:
        note = gettext("open") if motion.vote_closed_at is None else gettext("to be counted")
        return Step(gettext("Vote"), address, note, "now")
    if motion.decision is not None:
        tally = motion.decision.tally
        return Step(gettext("Vote"), address, gettext("carried %(tally)s", tally=tally))
    if motion.outcome is Outcome.DEFEATED:
        return Step(gettext("Vote"), address, gettext("defeated"))
    if motion.outcome is Outcome.INQUORATE:
        return Step(gettext("Vote"), address, gettext("without a quorum"), "next")
    if motion.outcome is Outcome.REFERRED:
        return Step(gettext("Vote"), address, gettext("not carried yet"), "next")
    if motion.outcome is Outcome.CARRIED_ONCE:
        return Step(gettext("Vote"), address, gettext("carried once"), "next")
    return Step(gettext("Vote"), address, state="next")


def _force(motion: Motion) -> Step:
    if motion.decision is None:
        on = motion.commences_on
        return Step(gettext("In force"), note=day(on) if on else "", state="next")
    in_force_on = motion.decision.in_force_on
    address = _known("decisions.show_decision", decision_id=motion.decision.id)
    if motion.failed_at is not None:
        return Step(gettext("Could not take effect"), address, day(in_force_on))
    is_there = in_force_on <= today()
    return Step(gettext("In force"), address, day(in_force_on), "done" if is_there else "next")


def _known(endpoint: str, **values: Any) -> str | None:
    """The address of a page of a slice above, where there is one."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None
