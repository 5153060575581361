"""Pages that change under the reader's eyes, in every process and at every place.

An action notes what it changed: `live.changed("poll-7")`. After the commit the part of the page
that belongs to this topic is rendered once in each language, without anything personal, and goes
to every open page that shows it. A slice says how in its `hooks.py`: `live.topic("poll", render)`.

What other processes changed is seen by `app.watching`: PostgreSQL carries the names of topics;
SQLite only tells that something was written, and then every topic that is being watched is
rendered again, and goes out where it reads differently.
"""

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask_babel import force_locale, get_locale
from markupsafe import Markup
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db import db
from app.permissions import Permission, requires
from app.watching import CHANNEL, Watch, watch_of

Render = Callable[[int], str | None]

PACE = 0.2
"""Seconds between two rounds of news, at least: a flood of ballots is told in sums."""
HEARTBEAT = 15.0
"""Seconds of silence after which a sign of life is sent; so a page that is gone is noticed."""
LASTS = 1800.0
"""Seconds after which a stream ends: the page asks anew, and passes the door again."""
MOST_TOPICS = 20

_NAME = re.compile(r"([a-z]+)-([1-9]\d{0,17})")
_NOTED = "live.changed"

bp = Blueprint("live", __name__)
_renders: dict[str, Render] = {}


def topic(prefix: str, render: Render) -> None:
    """Names a kind of topic and how its part of a page is rendered from the number of the thing;
    None where there is nothing to see. It runs as nobody: no member, no form tokens."""
    _renders[prefix] = render


def changed(name: str) -> None:
    """Notes that "poll-7" reads differently once this transaction is committed."""
    db.session.info.setdefault(_NOTED, set()).add(name)


def part(name: str) -> Markup:
    """The part of a page as it stands now: what its page begins with, and the stream goes on
    from. Empty where there is nothing to see."""
    prefix, _, number = name.partition("-")
    render = _renders.get(prefix)
    return Markup((render and render(int(number))) or "")  # noqa: S704 (rendered by a template)


class Listener:
    """One open page: the topics it shows, and what it has not been told yet. The newest state of
    a topic takes the place of an older one, so a slow phone never makes a queue grow."""

    def __init__(self, names: Iterable[str], language: str) -> None:
        self.names, self.language = frozenset(names), language
        self.open = True
        self._news: dict[str, str] = {}
        self._ready = threading.Condition()

    def tell(self, name: str, html: str) -> None:
        with self._ready:
            self._news[name] = html
            self._ready.notify()

    def news(self, seconds: float) -> dict[str, str]:
        """What is new, waiting for it if need be; empty after so many seconds of silence."""
        with self._ready:
            self._ready.wait_for(lambda: self._news or not self.open, seconds)
            news, self._news = self._news, {}
        return news

    def close(self) -> None:
        with self._ready:
            self.open = False
            self._ready.notify()


class Hub:
    """The open pages of this process, and the one thread that watches the database for them.
    The thread lives as long as somebody listens."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.listeners: set[Listener] = set()
        self._new: set[Listener] = set()
        self._changed: set[str] = set()
        self._told: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None

    def events(self, listener: Listener) -> Iterator[str]:
        """The lines of one stream. It begins with how things stand: nothing that happened between
        the page and the stream is lost."""
        ends = time.monotonic() + LASTS
        self._join(listener)
        try:
            yield "retry: 3000\n\n"
            while listener.open and time.monotonic() < ends:
                news = listener.news(HEARTBEAT)
                yield "".join(_event(name, html) for name, html in news.items()) or ":\n\n"
        finally:
            self._leave(listener)

    def wake(self, names: set[str]) -> None:
        """Says what a transaction of this process has just changed."""
        with self._lock:
            self._changed |= names
        self._woken.set()

    def close(self) -> None:
        """Ends every stream, and the thread with them."""
        with self._lock:
            listeners, thread = list(self.listeners), self._thread
        for listener in listeners:
            listener.close()
            self._leave(listener)
        if thread is not None:
            thread.join()

    def _join(self, listener: Listener) -> None:
        with self._lock:
            self.listeners.add(listener)
            self._new.add(listener)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live", daemon=True)
                self._thread.start()
        self._woken.set()

    def _leave(self, listener: Listener) -> None:
        with self._lock:
            self.listeners.discard(listener)
            self._new.discard(listener)
        self._woken.set()

    def _run(self) -> None:
        while self._is_needed():
            try:
                with closing(watch_of(db.engine(self.app), self._woken)) as watch:
                    self._watch(watch)
            except Exception:
                self.app.logger.exception("The live stream lost its database; it tries again.")
                time.sleep(1)

    def _watch(self, watch: Watch) -> None:
        everything = True  # what happened before this watch began is not known
        while self._is_needed():
            began = time.monotonic()
            if self._tell(everything):
                time.sleep(max(PACE, 3 * (time.monotonic() - began)))
            names = watch.wait(PACE)
            everything = names is None
            with self._lock:
                self._changed |= names or set()

    def _is_needed(self) -> bool:
        with self._lock:
            if self._thread is not threading.current_thread():
                return False
            if self.listeners:
                return True
            self._thread = None
            self._told.clear()
            return False

    def _tell(self, everything: bool) -> bool:
        """One round of news; whether there was anything to look at."""
        with self._lock:
            names, self._changed = self._changed, set()
            new, self._new = self._new, set()
            due = {
                (name, listener.language)
                for listener in self.listeners
                for name in listener.names
                if everything or name in names or listener in new
            }
        for name, language in sorted(due):
            html = self._rendered(name, language)
            if html is None:
                continue
            with self._lock:
                is_news = self._told.get((name, language)) != html
                self._told[name, language] = html
                for listener in self.listeners if is_news else self.listeners & new:
                    if name in listener.names and listener.language == language:
                        listener.tell(name, html)
        return bool(due)

    def _rendered(self, name: str, language: str) -> str | None:
        prefix, _, number = name.partition("-")
        try:
            with self.app.test_request_context(), force_locale(language):
                return _renders[prefix](int(number))
        except Exception:
            self.app.logger.exception("The live part %s cannot be rendered.", name)
            return None


def _event(name: str, html: str) -> str:
    lines = "".join(f"data: {line}\n" for line in html.splitlines())
    return f"event: {name}\n{lines}\n"


@bp.get("/live")
@requires(Permission.BOOK_READ)
def stream() -> Response:
    """The events of the topics asked for; those that nobody renders are passed over."""
    asked = request.args.get("topics", "").split(",")
    found = (_NAME.fullmatch(name) for name in asked[:MOST_TOPICS])
    names = [match[0] for match in found if match and match[1] in _renders]
    if not names:
        abort(404)
    hub: Hub = current_app.extensions["artel.live"]
    if len(hub.listeners) >= current_app.config["LIVE_STREAMS"]:
        abort(503)
    listener = Listener(names, str(get_locale()))
    response = current_app.response_class(hub.events(listener), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


def init_app(app: Flask) -> None:
    app.config.setdefault("LIVE_STREAMS", 200)
    app.extensions["artel.live"] = Hub(app)
    app.register_blueprint(bp)
    app.jinja_env.globals["live_part"] = part
    if _notify not in db.before_commit:
        db.before_commit.append(_notify)
        db.after_commit.append(_wake)


def _notify(session: Session) -> None:
    """Inside the transaction: the news leaves with the commit or not at all."""
    names = session.info.get(_NOTED)
    if names and session.get_bind().dialect.name == "postgresql":
        said = {"channel": CHANNEL, "names": " ".join(sorted(names))}
        session.execute(text("SELECT pg_notify(:channel, :names)"), said)


def _wake(session: Session) -> None:
    names = session.info.pop(_NOTED, None)
    if names:
        current_app.extensions["artel.live"].wake(names)
