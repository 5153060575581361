"""`dev.py` in hard places: an old Python, no venv, no index."""

import ast
import os
import shutil
import subprocess
import sys

import pytest

import dev
from tests.absence import unavailable


def test_an_old_python_can_read_it():
    """The newest syntax that Python 3.6 knows: it must get as far as its one sentence."""
    ast.parse((dev.ROOT / "dev.py").read_text(), feature_version=(3, 6))


def test_an_old_python_is_told_what_it_lacks(monkeypatch):
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 1))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, and this is Python 3\.9"):
        dev._leave_old_python()


def test_a_missing_venv_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match=r"sudo apt install python3\.\d+-venv"):
        dev._need_venv()


def test_an_installer_that_fails_is_shown_and_explained(capfd):
    complaint = "import sys; print('No matching distribution'); sys.exit(1)"
    with pytest.raises(SystemExit, match="reach the package index"):
        dev._quietly([sys.executable, "-c", complaint])
    assert "No matching distribution" in capfd.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["fly"], ["run", "fast"]])
def test_an_unknown_command_gets_the_list(arguments, capsys):
    assert dev.main(arguments) == 2
    assert "bench NAME" in capsys.readouterr().out


def test_an_unknown_benchmark_is_named():
    with pytest.raises(SystemExit, match="Name one benchmark"):
        dev.main(["bench", "none-of-this-name"])


def test_an_environment_is_made_anew_only_for_another_lock(monkeypatch, tmp_path):
    """And the development lock is put on top of what runs already."""
    (tmp_path / "requirements.lock").write_text("flask==3.1.3")
    (tmp_path / "requirements-dev.lock").write_text("flask==3.1.3\npytest==9.2.0")
    installed = []

    def install(lock):
        fresh = not (tmp_path / ".venv").exists()
        (tmp_path / ".venv").mkdir(exist_ok=True)
        installed.append((lock.name, "fresh" if fresh else "on top"))

    for name, value in {"ROOT": tmp_path, "VENV": tmp_path / ".venv"}.items():
        monkeypatch.setattr(dev, name, value)
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "made-from")
    monkeypatch.setattr(dev, "CATALOGUES", tmp_path / "translations")
    monkeypatch.setattr(dev, "_install", install)
    for needs_tests in (False, False, True, False, True):
        dev.setup(dev=needs_tests)
    (tmp_path / "requirements.lock").write_text("flask==3.1.4")
    dev.setup(dev=False)
    assert installed == [
        ("requirements.lock", "fresh"),
        ("requirements-dev.lock", "on top"),
        ("requirements.lock", "fresh"),
    ]


def test_make_only_passes_on():
    """The two ways of starting are one."""
    if shutil.which("make") is None:
        unavailable("no make: sudo apt install make")
    said = subprocess.run(
        ["make", "--dry-run", "run", "test", "check", "bench-pages"],
        cwd=dev.ROOT,
        env={"PATH": os.environ["PATH"]},  # without what a make above this one says
        capture_output=True,
        text=True,
        check=True,
    )
    commands = ["run", "test", "check", "bench pages"]
    assert said.stdout.splitlines() == [f"python3 dev.py {command}" for command in commands]
