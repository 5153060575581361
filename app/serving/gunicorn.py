"""gunicorn as the house runs it: a process a core, and in each more threads than open pages."""

import gc
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

_MANY = 32
_A_MOMENT = 1 / 16_000
"""Seconds, longer than an idle process takes to wake."""


class Worker(ThreadWorker):
    """A process that lets those go first who have fewer visitors. The kernel wakes them all, and
    left to chance nearly every visitor of a quiet hour comes to the same one: when all of them
    vote at once, one core works and the others look on."""

    def accept(self, listener: socket.socket) -> None:
        time.sleep(min(self.nr_conns, _MANY) * _A_MOMENT)
        super().accept(listener)


class Server(BaseApplication):
    """The app is made once and shared by the processes that are forked from this one.

    `ready` is called when the first request can come.
    """

    def __init__(self, app: Flask, *, bind: str, threads: int, ready: Callable[[], None]) -> None:
        self.app = app
        self.settings = {
            "bind": bind,
            "worker_class": Worker,
            "workers": os.cpu_count() or 1,
            "threads": threads,
            "limit_request_line": 8190,  # the form of a scheme stands in its address
            "worker_connections": 4 * threads,
            "loglevel": "warning",
            "graceful_timeout": 3,
            # Ctrl-C ends at once, also where pages hold their threads listening for changes.
            "worker_int": lambda _: os._exit(0),
            "control_socket_disable": True,
            "when_ready": lambda _: ready(),
        }
        if Path("/dev/shm").is_dir():  # noqa: S108 (heartbeat files need memory, not a disk)
            self.settings["worker_tmp_dir"] = "/dev/shm"  # noqa: S108
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        gc.collect()
        gc.freeze()  # the app stays: no collection needs to walk over it, and no fork copies it
        return self.app
