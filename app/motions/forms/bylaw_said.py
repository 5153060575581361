"""A rule that is being written, as it will stand in the bylaws: in each language, with examples."""

from dataclasses import dataclass

from flask_babel import get_locale

from app.bylaws.rules import words
from app.bylaws.rules.decisions import DecisionRule
from app.bylaws.rules.examples import describe_example, examples
from app.web.language import in_language, speak
from app.web.pages import language_names


@dataclass(frozen=True, slots=True)
class Telling:
    """The rule in one language: how it carries, what else it says, where its boundary lies. Or the
    problem because of which it cannot stand."""

    language: str = ""
    name: str = ""
    rule: str = ""
    procedure: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    problem: str = ""


def tellings(rule: DecisionRule, entitled: int) -> list[Telling]:
    """The rule in every language of the program, the reader's first, with examples of a vote of so
    many."""
    cases = examples(rule, entitled)
    told = []
    for code, name in sorted(language_names(), key=lambda one: one[0] != str(get_locale())):
        with in_language(code):
            telling = Telling(
                code,
                name,
                f"{speak(words.majority(rule))} {speak(words.quorum(rule))}",
                tuple(map(speak, words.procedure(rule))),
                tuple(speak(describe_example(case)) for case in cases),
            )
        told.append(telling)
    return told
