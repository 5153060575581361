"""`artel serve`: bring the database up to date, say where the pages are, and serve them."""

import os
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import click
from flask import Flask, current_app

from app import clock
from app.coop import this_coop
from app.db import db
from app.migrations import upgrade
from app.serving.doctor import examine

THREADS = 256
"""A page that listens for changes holds a thread while it is open; an idle thread costs little."""


@click.command("serve", help="Serve the pages on this machine, by default to this machine only.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The next free one where taken.")
@click.option("--demo", metavar="NAME", help="Found this demo where there is no co-op yet.")
@click.option("--open", "open_browser", is_flag=True, help="Open a browser where there is one.")
def serve_command(host: str, port: int, demo: str | None, open_browser: bool) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    _prepare(app, demo)
    bind = f"{host}:{_free_port(host, port)}"

    def ready() -> None:
        click.echo(f"\nArtel is at http://{bind} (Ctrl-C stops it)")
        if open_browser and _has_display():
            webbrowser.open(f"http://{bind}")

    _serve(app, bind, ready)


def _prepare(app: Flask, demo: str | None) -> None:
    """Migrates, founds the demo in an empty database, and says who can sign in."""
    app.config["DATA"].mkdir(mode=0o700, parents=True, exist_ok=True)
    upgrade(app)
    if this_coop() is None and demo is not None:
        click.echo(f"Founding the demo co-op “{demo}” …")
        _run_demo_command(demo)
    coop = this_coop()
    if coop is None:
        click.echo("There is no co-op here yet: found one with “artel init”.")
    elif coop.demo:
        _run_demo_command("people")
    # What was open belongs to this process; each worker opens its own.
    db.session.close()
    db.engine(app).dispose()


def _run_demo_command(name: str) -> None:
    """Runs `artel demo NAME`, which stands beside this slice: it is looked up, not imported."""
    group = current_app.cli.commands.get("demo")
    command = group.commands.get(name) if isinstance(group, click.Group) else None
    if command is None:
        raise click.ClickException(f"this version has no “artel demo {name}”")
    command.main([], prog_name=f"artel demo {name}", standalone_mode=False)


def _free_port(host: str, first: int) -> int:
    """The first port from `first` on that nobody listens on."""
    for port in count(first):
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
        return port
    raise AssertionError("ports are counted without end")


def _has_display() -> bool:
    if os.environ.get("CI") == "true":
        return False
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(shown) or sys.platform in {"darwin", "win32"}


def _serve(app: Flask, bind: str, ready: Callable[[], None]) -> None:
    if sys.platform == "win32":
        from waitress import serve

        ready()
        serve(app, listen=bind, threads=THREADS, connection_limit=2 * THREADS)
        return
    from app.serving.gunicorn import Server

    Server(app, bind=bind, threads=THREADS, ready=ready).run()


@click.command("doctor", help="Look whether this installation is in order, and say what to do.")
@click.option(
    "--backups",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that backups go to: is the newest one fresh and whole?",
)
def doctor_command(backups: Path | None) -> None:
    faults = 0
    for sign in examine(clock.now(), backups):
        faults += sign.fault
        click.echo(f"{'FAULT' if sign.fault else 'ok   '}  {sign.words}")
    if faults:
        sys.exit(1)


groups = (serve_command, doctor_command)
