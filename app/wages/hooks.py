"""What wages add to the pages of motions and votes."""

from typing import Any

from flask import Flask, render_template, url_for
from flask_login import current_user

from app.db import db
from app.motions import effects
from app.motions.effects import Description
from app.motions.models import Motion
from app.motions.rules.effects import EffectKind
from app.sentences import say
from app.treasury.funds import held, pay_fund
from app.treasury.payments import order_for
from app.wages import queries, words
from app.wages.comparison import figures
from app.wages.models import PayRun, Scheme
from app.wages.rules.openness import Openness
from app.web.parts import part


def _adoption(data: dict[str, Any]) -> Description:
    scheme = db.session.get(Scheme, data["scheme_id"])
    if scheme is None:
        return Description(say("A wage scheme that is not known here comes into force."))
    address = url_for("wages.show_scheme", scheme_id=scheme.id)
    return Description(
        say("Everybody is paid by the scheme “%(name)s”.", name=scheme.name), address
    )


def _openness(data: dict[str, Any]) -> Description:
    policy = Openness(data["policy"])
    return Description(_OPENNESS[policy], url_for("wages.show_openness"))


_OPENNESS = {
    Openness.PRIVATE: say("Everybody sees their own pay alone."),
    Openness.BANDED: say("Members see how many are paid how much, in bands and without names."),
    Openness.FULL: say("Members see each other's pay by name."),
}


def _compared(motion_id: int) -> str:
    """The comparison that goes with a motion, with the reader's own pay before and after."""
    motion = db.session.get(Motion, motion_id)
    comparison = None if motion is None else queries.comparison_of(motion)
    if motion is None or comparison is None:
        return ""
    return render_template(
        "wages/_compared.html",
        comparison=comparison,
        own=figures.own_change(comparison, motion.effect.get("scheme_id"), current_user.id),
    )


def _paid_out(run_id: int) -> str:
    """Whether and when an approved run was paid out; for the treasurer, the way to do it."""
    run = db.session.get(PayRun, run_id)
    if run is None or run.approved_at is None:
        return ""
    return render_template("wages/_paid_out.html", run=run, order=order_for(run.subject))


def _pay_fund(run_id: int) -> str:
    """What a run that waits would take out of the pay fund."""
    run, fund = db.session.get(PayRun, run_id), pay_fund()
    if run is None or fund is None or run.approved_at is not None or run.set_aside_at is not None:
        return ""
    return render_template("wages/_pay_fund.html", run=run, fund=fund, held=held(fund.code))


def init_app(app: Flask) -> None:
    words.init_app(app)
    effects.describes(EffectKind.ADOPT_WAGE_SCHEME, _adoption)
    effects.describes(EffectKind.SET_PAY_OPENNESS, _openness)
    part("motion", "comparison", _compared)
    part("motion-under-vote", "comparison", _compared)
    part("pay-run", "fund", _pay_fund)
    part("pay-run", "payment", _paid_out)
    app.jinja_env.filters["difference"] = figures.difference
