"""Which form a motion of a kind is written in, and what stands in it at first."""

from typing import Any

from werkzeug.datastructures import MultiDict

from app.bylaws.rules.matters import NAMES, Matter
from app.coop import today
from app.motions import queries
from app.motions.forms import demands as demand_form
from app.motions.forms import questions as question_form
from app.motions.forms.bylaw_fields import fields_of, present_rule
from app.motions.forms.bylaws import BylawForm
from app.motions.forms.demands import DemandForm
from app.motions.forms.motions import AdmissionForm, AppointmentForm, MotionForm, RecallForm
from app.motions.forms.questions import QuestionForm
from app.motions.models import Method, Motion
from app.motions.rules.effects import Effect, EffectKind
from app.web.language import speak

FORMS: dict[str, type[MotionForm]] = {
    str(form.kind): form
    for form in (MotionForm, AdmissionForm, AppointmentForm, RecallForm, BylawForm, DemandForm)
} | {"question": QuestionForm}


def form_of_kind(kind: str, mover_id: int, **shown: Any) -> MotionForm:
    return FORMS[kind](mover_id, today(), **shown)


def form_of_draft(motion: Motion, mover_id: int, **shown: Any) -> MotionForm:
    """The form of a draft. One that another page began (a wage scheme, a rate) keeps what it
    does, and only its words are written here."""
    if motion.method is not Method.MOTION and motion.effect_kind is EffectKind.RESOLUTION:
        asked = question_form.shown(queries.question_of(motion)) if shown else {}
        return QuestionForm(mover_id, today(), **shown | asked)
    form = FORMS.get(motion.effect_kind, MotionForm)
    if shown:
        shown |= form.shown(motion.effect)
    return form(mover_id, today(), **shown)


def kept_of(motion: Motion) -> dict[str, Any]:
    """What a draft does that its form does not say."""
    if motion.effect_kind in FORMS:
        return {}
    effect = Effect(motion.effect_kind, motion.effect)
    return {"effect": effect, "question": queries.question_of(motion)}


def suggested(kind: str, asked: MultiDict[str, str]) -> dict[str, Any]:
    """What a link to the form says already: the candidate, or the bylaw as it stands."""
    matter = asked.get("matter", "")
    if kind == EffectKind.AMEND_BYLAW and matter in set(Matter):
        rule = fields_of(present_rule(Matter(matter), today()))
        return {"matter": matter, "title": speak(NAMES[Matter(matter)]).capitalize()} | rule
    if kind == EffectKind.RAISE_MAJORITY:
        motion = queries.public_motion(asked.get("motion", 0, type=int))
        return demand_form.suggested(motion, today()) if motion else {}
    return {"member_id": asked.get("member", type=int)}
