"""What the pages for people name is there: commands with their options, files, slices."""

import re
from pathlib import Path

import click
from babel.messages.pofile import read_po

from app.cli import artel

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"\bartel ((?:[a-z-]+(?: |$|`))+(?:[^`|#&\n]*))", re.MULTILINE)
SPANISH = ROOT / "app/translations/es/LC_MESSAGES/messages.po"
NAME = re.compile(r"(?<![*\w])\*([A-Z][^*\n]*)\*(?![*\w])")
PLACE = re.compile(r"(?<![\w/.:-])((?:app|templates|tests|docs|bench)/[\w./]+\w)")


def commands(text):
    """The commands in code: in backticks, or on a line of its own."""
    code = "\n".join([*re.findall(r"`([^`]*)`", text), *re.findall(r"^ {4}(.*)$", text, re.M)])
    return [found.split() for found in COMMAND.findall(code)]


def unknown(words, command=artel):
    """The first word of a command line that the program does not know, or None."""
    with click.Context(command) as context:
        for word in words:
            if isinstance(command, click.Group) and not word.startswith("-"):
                command = command.get_command(context, word)
                if command is None:
                    return word
            elif word.startswith("--") and word != "--help":
                options = {name for one in command.params for name in one.opts}
                if word.partition("=")[0] not in options:
                    return word
    return None


def test_an_unknown_command_and_an_unknown_option_are_seen():
    named = commands("Run `artel record verfy` or\n\n    artel wages compare LOG.csv --scheme X\n")
    assert [unknown(words) for words in named] == ["verfy", "--scheme"]


def test_the_commands_that_pages_name_are_there():
    named = [words for page in PAGES for words in commands(page.read_text("utf-8"))]
    assert len(named) > 20
    assert [words for words in named if unknown(words)] == []


def test_the_files_that_pages_name_are_there():
    named = {place for page in PAGES for place in PLACE.findall(page.read_text("utf-8"))}
    assert len(named) > 5
    assert [place for place in sorted(named) if not (ROOT / place).exists()] == []


def test_every_slice_stands_in_the_plan_of_the_house():
    plan = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("In each:")[0]
    slices = {path.name for path in (ROOT / "app").iterdir() if (path / "__init__.py").exists()}
    assert len(slices) > 20
    assert [name for name in sorted(slices) if not re.search(rf"\b{name}\b", plan)] == []


def misnamed(text, sentences):
    """The names in italics, each step of *Log → My week* by itself, that no page says."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    steps = [step.strip() for name in NAME.findall(prose) for step in re.split("[→…]", name)]
    return [step for step in steps if not any(step in sentence for sentence in sentences)]


def test_a_page_by_a_wrong_name_is_seen():
    assert misnamed("See *Log → My weak*, **not** *My week*.", ["Log", "My week:"]) == ["My weak"]


def test_pages_and_buttons_are_called_what_they_are_called_on_the_page():
    with SPANISH.open("rb") as file:
        ids = [one.id for one in read_po(file)]
    sentences = {said for one in ids for said in ([one] if isinstance(one, str) else one)}
    assert [name for page in PAGES for name in misnamed(page.read_text("utf-8"), sentences)] == []
