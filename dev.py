#!/usr/bin/env python3
"""Everything a developer or a newcomer does here, with Python alone: `python3 dev.py run`.

    run           make the environment, found the demo in an empty database, serve the pages
    test [ARGS]   make the environment and run the tests; ARGS go to pytest
    check         style, types, layers, templates, migrations, translations
    bench NAME    one benchmark of bench/
    translate     bring the catalogues of app/translations up to date with the sentences
    setup         only make the environment

Only the standard library is used here, and it is written so that an old Python can
read it and say what it lacks.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / "made-from"
CATALOGUES = ROOT / "app" / "translations"
LOCKS = {False: "requirements.lock", True: "requirements-dev.lock"}
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def _leave_old_python() -> None:
    """Goes on with a newer Python where there is one."""
    for name in NEWER:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(path, [path, *sys.argv])
    version = ".".join(map(str, sys.version_info[:2]))
    sys.exit(
        f"Artel needs Python 3.11 or newer, and this is Python {version}. Install a newer one, "
        "for example from https://www.python.org/downloads/."
    )


if sys.version_info < (3, 11):  # noqa: UP036 (before anything that an old Python cannot run)
    _leave_old_python()

Command = list[str | Path]


def setup(*, dev: bool) -> None:
    """Makes `.venv` from a lock file, unless it is made from this very file already. The
    development lock holds the pins of the other one, and more: it is put on top."""
    made = STAMP.read_text().splitlines() if STAMP.exists() else []
    plain, wanted = _fingerprint(LOCKS[False]), _fingerprint(LOCKS[dev])
    if wanted not in made:
        print(f"Making the environment in {VENV.name} (once; a minute or so) …", flush=True)
        if plain not in made:
            shutil.rmtree(VENV, ignore_errors=True)
        _install(ROOT / LOCKS[dev])
        STAMP.write_text(f"{plain}\n{wanted}\n")
    _compile_translations()


def _fingerprint(lock: str) -> str:
    """Over all that an environment depends on: the lock, the Python, the place."""
    parts = ((ROOT / lock).read_bytes(), sys.version.encode(), bytes(VENV))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _install(lock: Path) -> None:
    uv = shutil.which("uv")
    install: Command
    if uv:
        make: Command = [uv, "venv", "--python", sys.executable, VENV]
        install = [uv, "pip", "install", "--python", BIN / "python"]
    else:
        _need_venv()
        make = [sys.executable, "-m", "venv", VENV]
        install = [BIN / "python", "-m", "pip", "--disable-pip-version-check", "install"]
    if not VENV.exists():
        _quietly(make)
    _quietly([*install, "--require-hashes", "--only-binary", ":all:", "-r", lock])
    _quietly([*install, "--no-deps", "--no-build-isolation", "-e", ROOT])


def _need_venv() -> None:
    """Debian and Ubuntu keep a part of Python in a package of its own."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            "This Python cannot make environments. On Debian and Ubuntu: "
            f"sudo apt install python{version}-venv"
        )


def _quietly(command: Command) -> None:
    """Runs an installer; what it says is shown where it fails, with the likely reason."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode == 0:
        return
    print("\n".join(done.stdout.splitlines()[-4:]), file=sys.stderr)
    sys.exit(
        "\nThe packages could not be installed. Can this machine reach the package index? "
        "Behind a proxy set HTTPS_PROXY, with an index of your own PIP_INDEX_URL "
        "(with uv: UV_DEFAULT_INDEX). Then try again."
    )


def _compile_translations() -> None:
    stale = [
        catalogue
        for catalogue in CATALOGUES.glob("*/LC_MESSAGES/*.po")
        if not catalogue.with_suffix(".mo").exists()
        or catalogue.with_suffix(".mo").stat().st_mtime < catalogue.stat().st_mtime
    ]
    if stale:
        _quietly([BIN / "pybabel", "compile", "-d", CATALOGUES])


def run() -> int:
    setup(dev=False)
    return _become("artel", "serve", "--demo", "kuzbass", "--open")


def test(arguments: list[str]) -> int:
    setup(dev=True)
    return _become("python", "-m", "pytest", *(arguments or ["-n", str(_processes())]))


def _processes() -> int:
    """One more than there are cores: a test often waits, for a lock, a browser, a server."""
    return (os.cpu_count() or 1) + 1


def bench(names: list[str]) -> int:
    there = sorted(path.stem for path in (ROOT / "bench").glob("[a-z]*.py"))
    if len(names) != 1 or names[0] not in there:
        sys.exit(f"Name one benchmark: {', '.join(there) or 'there is none yet'}.")
    setup(dev=True)
    return _become("python", "-m", f"bench.{names[0]}")


def _become(program: str, *arguments: str) -> int:
    """Gives this process over to a program of the environment, so that signals reach it."""
    command = [str(BIN / program), *arguments]
    os.chdir(ROOT)
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.call(command)


def check() -> int:
    """Everything is looked at, also after a fault; each fault is shown with its name."""
    setup(dev=True)
    faults = []
    for name, commands in _checks().items():
        print(f"— {name}", flush=True)
        with tempfile.TemporaryDirectory() as data:
            surroundings = {
                **os.environ,
                "ARTEL_DATA": data,
                "DATABASE_URL": f"sqlite:///{data}/db",
            }
            done = [
                subprocess.run([str(BIN / c[0]), *c[1:]], cwd=ROOT, env=surroundings)
                for c in commands
            ]
        if any(one.returncode for one in done):
            faults.append(name)
    print("All is well." if not faults else f"Not well: {', '.join(faults)}.")
    return 1 if faults else 0


def _checks() -> dict[str, list[list[str]]]:
    return {
        "style": [["ruff", "check", "--quiet", "."], ["ruff", "format", "--check", "--quiet", "."]],
        "types": [["mypy", "--no-error-summary"]],
        "layers": [["lint-imports", "--no-logo"]],
        "templates": [["djlint", "--quiet", "--lint", "templates"]],
        "migrations": [["artel", "db", "upgrade"], ["artel", "db", "check"]],
        "translations": [["pytest", "tests/test_translations.py"]],
    }


def translate() -> int:
    """Finds the sentences in the code and notes them in each catalogue, for the translators."""
    setup(dev=True)
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder, "messages.pot")
        found = subprocess.run(extraction(template), cwd=ROOT)
        if found.returncode:
            return found.returncode
        update: Command = [BIN / "pybabel", "update", "--init-missing", "--no-fuzzy-matching"]
        # With nothing new, nothing in a catalogue changes: no dates, no line numbers.
        update += ["--ignore-obsolete", "--ignore-pot-creation-date", "--width=100"]
        where: Command = ["-i", template, "-d", CATALOGUES]
        languages = {path.name for path in CATALOGUES.glob("*")} or {"es"}
        for language in sorted(languages):
            subprocess.run([*update, *where, "-l", language], cwd=ROOT, check=True)
    return 0


def extraction(template: Path) -> Command:
    """The command that writes every sentence of the code and the pages into `template`."""
    marks = [f"--keyword={mark}" for mark in ("say", "say_n:1,2", "lazy_gettext")]
    marks += ["--add-location=file", "--sort-by-file"]
    return [BIN / "pybabel", "extract", "-F", "pyproject.toml", *marks, "-o", template, "."]


def prepare() -> int:
    setup(dev=True)
    return 0


ALONE = {"run": run, "check": check, "translate": translate, "setup": prepare}
WITH_MORE = {"test": test, "bench": bench}


def main(arguments: list[str]) -> int:
    name, *rest = arguments or [""]
    if name in WITH_MORE:
        return WITH_MORE[name](rest)
    if name in ALONE and not rest:
        return ALONE[name]()
    print(__doc__)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
