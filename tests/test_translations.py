"""Every sentence of the program exists in every language it offers."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import dev

CATALOGUES = sorted(dev.CATALOGUES.glob("*/LC_MESSAGES/messages.po"))


@pytest.fixture(scope="module")
def sentences(tmp_path_factory):
    template = tmp_path_factory.mktemp("sentences") / "messages.pot"
    command = dev.extraction(template)
    pybabel = Path(sys.executable).with_name("pybabel")
    subprocess.run([pybabel, *command[1:]], cwd=dev.ROOT, check=True, capture_output=True)
    with template.open("rb") as file:
        found = {message.id for message in read_po(file) if message.id}
    assert "Sign in first." in found  # said by a module
    assert len(found) > 20
    return found


def faults(catalogue, sentences):
    """What is missing, unsure, or has other places for values than the English sentence."""
    told = {message.id: message for message in catalogue if message.id}
    missing = [sentence for sentence in sentences if sentence not in told]
    empty = [told[one].id for one in sentences & told.keys() if not _complete(told[one])]
    broken = [message.id for message, errors in catalogue.check() if errors]
    return missing + empty + broken


def _complete(message):
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms) and not message.fuzzy


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_language_is_complete(path, sentences):
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3])
    assert faults(catalogue, sentences) == []


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "Sign in first."\nmsgstr ""\n',
        '#, fuzzy\nmsgid "Sign in first."\nmsgstr "Entre."\n',
        '#, python-format\nmsgid "%(who)s voted."\nmsgstr "%(quien)s votó."\n',
        'msgid "Another sentence."\nmsgstr "Otra frase."\n',
    ],
)
def test_a_fault_is_seen(entry, tmp_path):
    """Not translated, not sure, other values, not there."""
    path = tmp_path / "messages.po"
    path.write_text(entry)
    with path.open("rb") as file:
        catalogue = read_po(file, locale="es")
    assert faults(catalogue, {"Sign in first."})
