"""How visitors are shared among the processes that serve."""

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("gunicorn does not run here", allow_module_level=True)

from gunicorn.config import Config

from app.serving import gunicorn


class NobodyThere:
    def accept(self):
        raise BlockingIOError(11, "another process was quicker")


def test_who_has_more_visitors_lets_the_others_go_first(monkeypatch):
    waited = []
    monkeypatch.setattr(gunicorn.time, "sleep", waited.append)
    worker = gunicorn.Worker(1, 1, [], None, 30, Config(), None)
    for visitors in (0, 1, 8, 40, 4000):
        worker.nr_conns = visitors
        worker.accept(NobodyThere())
    worker.tmp.close()
    assert waited[0] == 0
    assert waited[1] < waited[2] < waited[3] == waited[4]
    assert worker.nr_conns == 4000
