"""The live stream: who is told what, at another place, from another process."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app import live
from app.coop import Coop
from app.db import db
from app.live import Hub, Listener
from app.watching import PostgresqlWatch, SqliteWatch

ROOT = Path(__file__).parent.parent
LONG_ENOUGH = 20.0
"""Seconds: what is said within a second on a quiet machine may take longer on a busy one."""


@pytest.fixture
def motto(app, monkeypatch):
    """A topic whose part of the page is the co-op's name; counts how often it is rendered."""
    rendered = []

    def render(number: int) -> str | None:
        rendered.append(number)
        name = db.session.scalar(select(Coop.name).where(Coop.id == number))
        return None if name is None else f"<p>\n{name}</p>"

    monkeypatch.setitem(live._renders, "motto", render)
    return rendered


@pytest.fixture
def hub(app, motto):
    hub: Hub = app.extensions["artel.live"]
    yield hub
    assert hub.listeners == set()
    for thread in live_threads():
        thread.join(LONG_ENOUGH)


def live_threads():
    return [thread for thread in threading.enumerate() if thread.name == "live"]


class Page:
    """An open page: reads its stream in a thread of its own, and notes when each event came."""

    def __init__(self, hub: Hub, *names: str, language: str = "en") -> None:
        self.events = hub.events(Listener(names, language))
        self.told: list[str] = []
        self.changed = threading.Condition()
        self.open = True
        self.thread = threading.Thread(target=self._read)
        self.thread.start()

    def _read(self) -> None:
        for event in self.events:
            with self.changed:
                self.told.append(event)
                self.changed.notify_all()
            if not self.open:
                break
        self.events.close()

    def hears(self, words: str, seconds: float = LONG_ENOUGH) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: any(words in one for one in self.told), seconds)

    def count(self, words: str) -> int:
        return sum(words in one for one in self.told)

    def leave(self) -> None:
        self.open = False


@pytest.fixture
def page(hub, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT", 0.2)
    pages = []

    def open_page(*names: str, **how: str) -> Page:
        pages.append(Page(hub, *names, **how))
        return pages[-1]

    yield open_page
    for one in pages:
        one.leave()
    for one in pages:
        one.thread.join(LONG_ENOUGH)


def rename(app, name, topic="motto-1"):
    with app.app_context():
        db.session.execute(text("UPDATE coop SET name = :name"), {"name": name})
        if topic:
            live.changed(topic)
        db.commit()


def test_pages_at_two_places_see_a_change_within_a_second(app, page):
    pages = [page("motto-1"), page("motto-1")]
    assert all(one.hears("Red Clay") for one in pages)
    rename(app, "Blue Clay")
    assert all(one.hears("Blue Clay") for one in pages)


def test_what_is_not_committed_is_told_to_nobody(app, page):
    one = page("motto-1")
    assert one.hears("Red Clay")
    with app.app_context():
        db.session.execute(text("UPDATE coop SET name = 'Blue Clay'"))
        live.changed("motto-1")
        db.rollback()
        db.commit()
    assert not one.hears("Blue Clay", 0.6)


def test_a_change_is_rendered_once_for_all_and_goes_to_those_who_watch_it(app, page, motto):
    pages = [page("motto-1") for _ in range(5)]
    other = page("motto-2")
    assert all(one.hears("Red Clay") for one in pages)
    time.sleep(0.7)
    motto.clear()
    rename(app, "Blue Clay")
    assert all(one.hears("Blue Clay") for one in pages)
    assert all(one.count("Blue Clay") == 1 for one in pages)
    assert other.count("event:") == 0
    assert motto.count(1) < len(pages)  # on SQLite more than once: somebody wrote, nobody said what


def test_each_language_has_its_own_markup(app, page, monkeypatch):
    from flask_babel import get_locale

    monkeypatch.setitem(live._renders, "motto", lambda _: f"<p>{get_locale()}</p>")
    english, spanish = page("motto-1"), page("motto-1", language="es")
    assert english.hears("<p>en</p>")
    assert spanish.hears("<p>es</p>")


def test_an_event_names_its_topic_and_keeps_its_lines(page):
    one = page("motto-1")
    assert one.hears("event: motto-1\ndata: <p>\ndata: Red Clay</p>\n\n")


def test_a_silent_stream_shows_signs_of_life(page):
    one = page("motto-2")
    assert one.hears("retry: 3000\n\n")
    assert one.hears(":\n\n")


def test_a_page_that_is_gone_frees_its_place_and_the_thread_ends_with_the_last(hub, page):
    one, two = page("motto-1"), page("motto-1")
    assert one.hears("Red Clay")
    assert two.hears("Red Clay")
    assert len(live_threads()) == 1
    one.leave()
    one.thread.join(LONG_ENOUGH)
    assert len(hub.listeners) == 1
    assert len(live_threads()) == 1
    two.leave()
    two.thread.join(LONG_ENOUGH)
    for thread in live_threads():
        thread.join(LONG_ENOUGH)
    assert live_threads() == []


def test_closing_ends_every_stream_at_once(hub, page, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT", 30)
    pages = [page("motto-1"), page("motto-2")]
    assert pages[0].hears("Red Clay")
    hub.close()
    for one in pages:
        one.thread.join(LONG_ENOUGH)
        assert not one.thread.is_alive()
    assert live_threads() == []


def test_a_slow_page_gets_the_newest_state_once():
    slow = Listener(["motto-1", "motto-2"], "en")
    for name in ("first", "second", "third"):
        slow.tell("motto-1", name)
    slow.tell("motto-2", "other")
    assert slow.news(0) == {"motto-1": "third", "motto-2": "other"}
    assert slow.news(0) == {}


def test_a_part_that_cannot_be_rendered_stops_no_other(app, page, monkeypatch, caplog):
    monkeypatch.setitem(live._renders, "broken", lambda number: str(1 // 0))
    one = page("broken-1", "motto-1")
    assert one.hears("Red Clay")
    assert "broken-1 cannot be rendered" in caplog.text


WRITER = """
import json, sys
from sqlalchemy import text
import config
from app import create_app, live
from app.db import db
app = create_app(config.from_environment() | json.loads(sys.argv[1]))
with app.app_context():
    db.session.execute(text("UPDATE coop SET name = 'Far Clay'"))
    live.changed("motto-1")
    db.commit()
"""


def test_a_change_in_another_process_is_seen_within_a_second(app, page, monkeypatch):
    monkeypatch.setenv("ARTEL_DATA", str(app.config["DATA"]))
    monkeypatch.setenv("ARTEL_SECRET", "only for tests")
    settings = json.dumps({"DATABASE_URL": app.config["DATABASE_URL"]})
    one = page("motto-1")
    assert one.hears("Red Clay")
    writer = [sys.executable, "-c", WRITER, settings]
    subprocess.run(writer, cwd=ROOT, check=True, timeout=60)
    assert one.hears("Far Clay")


def test_without_a_word_about_it_postgresql_tells_nobody(app, page, database):
    """The control: it is the noted topic that crosses, and on SQLite the fact of writing."""
    one = page("motto-1")
    assert one.hears("Red Clay")
    rename(app, "Blue Clay", topic="")
    assert one.hears("Blue Clay", LONG_ENOUGH if database == "sqlite" else 0.8) is (
        database == "sqlite"
    )


def test_a_lost_database_is_found_again(app, hub, page, database, monkeypatch):
    lost = []
    kind = SqliteWatch if database == "sqlite" else PostgresqlWatch
    wait = kind.wait

    def lose(self, seconds):
        if not lost:
            lost.append(True)
            raise OSError("the line is cut")
        return wait(self, seconds)

    monkeypatch.setattr(kind, "wait", lose)
    one = page("motto-1")
    assert one.hears("Red Clay")
    time.sleep(1.5)
    rename(app, "Blue Clay")
    assert one.hears("Blue Clay")
    assert lost


# --- at the door -------------------------------------------------------------------------------


def test_the_stream_is_for_members(client, as_member, hub):
    assert client.get("/live?topics=motto-1").status_code == 302
    assert as_member("Olga").get("/live?topics=motto-1").status_code == 403


@pytest.mark.parametrize(
    "topics", ["", "nothing-1", "motto", "motto-0", "motto-1x", "-1", "motto-" + "9" * 30]
)
def test_topics_that_nobody_knows_are_not_found(as_member, hub, topics):
    assert as_member("Emil").get(f"/live?topics={topics}").status_code == 404


def test_a_member_reads_the_stream(as_member, hub):
    response = as_member("Emil").get("/live?topics=motto-1,nothing-1", buffered=False)
    try:
        assert response.mimetype == "text/event-stream"
        assert response.headers["X-Accel-Buffering"] == "no"
        assert response.headers["Cache-Control"] == "no-store"
        lines = response.iter_encoded()
        assert next(lines) == b"retry: 3000\n\n"
        assert b"Red Clay" in next(lines)
    finally:
        response.close()


def test_where_all_places_are_taken_the_page_still_answers(app, as_member, hub, monkeypatch):
    monkeypatch.setitem(app.config, "LIVE_STREAMS", 0)
    assert as_member("Emil").get("/live?topics=motto-1").status_code == 503
