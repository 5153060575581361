"""A demand for a higher majority: for which motion."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired

from app.bylaws.queries import decision_rule
from app.bylaws.rules.words import demand
from app.motions.forms.motions import MotionForm
from app.motions.models import Motion
from app.motions.queries import demandable
from app.motions.rules.effects import Effect, EffectKind
from app.web.language import speak


class DemandForm(MotionForm):
    kind = EffectKind.RAISE_MAJORITY

    motion_id = SelectField(_("For which motion"), [InputRequired()], coerce=int)

    def offer(self, today: date) -> None:
        self.motion_id.choices = {one.id: f"{one.number} {one.title}" for one in demandable(today)}

    def effect(self) -> Effect:
        return Effect(self.kind, {"motion_id": self.motion_id.data})

    @staticmethod
    def shown(effect: dict[str, Any]) -> dict[str, Any]:
        return {"motion_id": effect["motion_id"]}


def suggested(motion: Motion, today: date) -> dict[str, Any]:
    """The words of a demand about a motion, as the page of the motion offers it."""
    sentence = demand(decision_rule(motion.matter, today))
    return {
        "motion_id": motion.id,
        "unit_id": motion.unit_id,
        "title": gettext("A higher majority for motion %(number)s", number=motion.number),
        "text": speak(sentence) if sentence else "",
    }
