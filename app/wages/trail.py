"""The trail from the work compared, over the decision, to the payslip."""

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for
from flask_babel import gettext

from app.coop import today
from app.motions.models import Motion
from app.motions.trail import trail_of as trail_of_motion
from app.record.models import Decision
from app.wages import queries
from app.wages.models import Adoption, Comparison, PayRun, Payslip, Scheme
from app.wages.payslips import queries as payslip_queries
from app.wages.runs import queries as run_queries
from app.web.language import day, month
from app.web.trail import Step


def trail_of_comparison(comparison: Comparison, reader_id: int) -> list[Step]:
    """What was compared, the motion it went with, and the pay that came of it."""
    motion = queries.motion_with(comparison)
    if motion is None:
        here = Step(gettext("Comparison"), state="now", here=True)
        proposal = Step(gettext("Put it to the assembly"), state="next")
        return [_entries(comparison), here, proposal]
    return [*_decided(motion, "comparison"), *_paid(motion.decision, reader_id)]


def trail_of_scheme(scheme: Scheme, adoptions: Sequence[Adoption], reader_id: int) -> list[Step]:
    """How a scheme came into force, or what it still needs. `adoptions`: its own, latest first."""
    if adoptions:
        decision = adoptions[0].decision
        return [*_behind(decision, "force"), *_paid(decision, reader_id)]
    motion = queries.motion_for(scheme)
    if motion is not None:
        return _decided(motion, "")
    address = url_for("wages.new_comparison", schemes=scheme.id)
    return [
        Step(gettext("Scheme"), here=True),
        Step(gettext("Comparison"), address, state="next"),
        Step(gettext("Motion"), state="next"),
        Step(gettext("Vote"), state="next"),
    ]


def trail_of_run(run: PayRun, decision: Decision | None, reader_id: int) -> list[Step]:
    """`decision`: that of the scheme by which the run pays; a run may book advances alone."""
    slip = payslip_queries.own_slip(run, reader_id) if run.approved_at else None
    return [
        *_behind(decision, ""),
        replace(_run(run), here=True),
        *([] if run.set_aside_at else [_own_slip(slip)]),
    ]


def trail_of_payslip(slip: Payslip, decision: Decision | None, reader_id: int) -> list[Step]:
    own = slip.member_id == reader_id
    here = Step(
        gettext("Your payslip") if own else gettext("Payslip of %(name)s", name=slip.member.name),
        state="done" if slip.run.approved_at else "now",
        here=True,
    )
    return [*_behind(decision, ""), _run(slip.run), here]


def _behind(decision: Decision | None, here: str) -> list[Step]:
    """What a decision rests on, up to the day from which it is in force."""
    if decision is None:
        return []
    motion = queries.motion_of(decision)
    if motion is not None:
        return _decided(motion, here)
    in_force_on = decision.in_force_on
    address = url_for("decisions.show_decision", decision_id=decision.id)
    is_there = in_force_on <= today()
    force = Step(gettext("In force"), address, day(in_force_on), "done" if is_there else "next")
    return [Step(gettext(decision.title), address), replace(force, here=here == "force")]


def _decided(motion: Motion, here: str) -> list[Step]:
    comparison = queries.comparison_of(motion)
    before = [] if comparison is None else [_entries(comparison)]
    return [*before, *trail_of_motion(motion, here)]


def _entries(comparison: Comparison) -> Step:
    first, last = comparison.from_on, comparison.to_on
    address = url_for("production.list_entries", from_on=first, to_on=last)
    months = dict.fromkeys((month(first), month(last)))
    return Step(gettext("Entries"), address, " – ".join(months))


def _paid(decision: Decision | None, reader_id: int) -> list[Step]:
    """The latest pay run by a decision, and the reader's own payslip in it."""
    if decision is None:
        return []
    run = run_queries.latest_run_by(decision)
    if run is None:
        return [Step(gettext("Pay run"), state="next")]
    slip_id = payslip_queries.own_slip(run, reader_id) if run.approved_at else None
    return [_run(run), _own_slip(slip_id)]


def _run(run: PayRun) -> Step:
    address = url_for("wages.show_pay_run", run_id=run.id)
    if run.set_aside_at is not None:
        return Step(gettext("Pay run"), address, gettext("set aside"))
    step = Step(gettext("Pay run"), address, month(run.to_on))
    return step if run.approved_at else replace(step, state="now")


def _own_slip(slip_id: int | None) -> Step:
    if slip_id is None:
        return Step(gettext("Payslips"), state="next")
    return Step(gettext("Your payslip"), url_for("wages.show_payslip", payslip_id=slip_id))
