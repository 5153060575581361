"""The two ways an act is refused: it breaks a rule, or its input cannot be read."""

from app.sentences import Sentence, say


class RuleViolation(Exception):
    """A rule of the co-op or of the program forbids the act. Subclasses name the broken rule.

    Its sentence is written for the member who reads it: what happened and, where there is
    one, what to do. The edge answers 409 with it and has written nothing.
    """

    sentence: Sentence = say("This is not possible now.")

    def __init__(self, sentence: Sentence | None = None) -> None:
        if sentence is not None:
            self.sentence = sentence
        super().__init__(str(self.sentence))


class InvalidInput(Exception):
    """A value, file or definition cannot be taken as it stands. The edge answers 422.

    `where` names the place: a field, `row 7, column hours`, `terms.greatest[1]`.
    """

    def __init__(self, sentence: Sentence, where: str = "") -> None:
        self.sentence = sentence
        self.where = where
        super().__init__(f"{where}: {sentence}" if where else str(sentence))
