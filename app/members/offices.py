"""The offices that members hold, and their names."""

from enum import StrEnum

from app.sentences import Sentence, say


class Office(StrEnum):
    CHAIR = "chair"
    SECRETARY = "secretary"
    TREASURER = "treasurer"
    OPERATOR = "operator"
    INSPECTOR = "inspector"
    SCRUTINEER = "scrutineer"
    DELEGATE = "delegate"
    SUBSTITUTE = "substitute"  # of the delegates


OFFICES: dict[Office, Sentence] = {
    Office.CHAIR: say("Chair"),
    Office.SECRETARY: say("Secretary"),
    Office.TREASURER: say("Treasurer"),
    Office.OPERATOR: say("Operator"),
    Office.INSPECTOR: say("Inspector"),
    Office.SCRUTINEER: say("Scrutineer"),
    Office.DELEGATE: say("Delegate"),
    Office.SUBSTITUTE: say("Substitute delegate"),
}
