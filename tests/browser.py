"""A real browser on a real server: Debian's Chromium, driven by Playwright.

Playwright takes half a second to import, so only those who use it do.
"""

from __future__ import annotations

import shutil
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.absence import unavailable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from playwright.sync_api import Browser, ConsoleMessage, Page

SIZES = {"phone": (360, 800), "desktop": (1280, 900)}
LOOKS = [("phone", "light"), ("desktop", "dark")]
"""Sizes and colour schemes, each of them once."""
PATIENCE = 30_000
"""Milliseconds for what must come, however slow the machine."""
BETWEEN_TESTS = "/between-two-tests"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(frozen=True)
class LiveServer:
    app: Flask
    url: str


class Stage:
    """One address for all tests of a process, at which the app of the test at hand answers: who
    comes back to an address that is known starts quickly."""

    app: Flask | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self.app is None or environ["PATH_INFO"] == BETWEEN_TESTS:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b""]
        return self.app(environ, start_response)


@pytest.fixture(scope="session")
def stage() -> Iterator[tuple[Stage, str]]:
    stage = Stage()
    server = make_server("127.0.0.1", 0, stage, threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield stage, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def live_server(app: Flask, stage: tuple[Stage, str]) -> Iterator[LiveServer]:
    """The test's app as a server, with its forms' tokens checked as in life."""
    theatre, url = stage
    app.config["WTF_CSRF_ENABLED"] = True
    theatre.app = app
    yield LiveServer(app, url)
    theatre.app = None
    app.config["WTF_CSRF_ENABLED"] = False


class Window:
    """A browser of its own for one person. It serves one test after the other, as a new one
    takes a second to warm up; between two tests it forgets everything. A page that stays open
    keeps it warm."""

    def __init__(self, chromium: Browser, url: str, size: str, options: dict[str, object]) -> None:
        width, height = SIZES[size]
        self.url = url
        self.context = chromium.new_context(
            base_url=url,
            viewport={"width": width, "height": height},
            has_touch=size == "phone",
            **options,
        )
        self.context.set_default_timeout(PATIENCE)
        self.kept = self.context.new_page()
        self.kept.goto(BETWEEN_TESTS)

    def forget(self) -> None:
        for page in self.context.pages:
            if page is not self.kept:
                page.close()
        self.context.clear_cookies()
        devtools = self.context.new_cdp_session(self.kept)
        devtools.send("Storage.clearDataForOrigin", {"origin": self.url, "storageTypes": "all"})
        devtools.send("Network.clearBrowserCache")
        devtools.detach()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        unavailable("no Chromium for the browser tests: sudo apt install chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def idle_windows() -> defaultdict[str, list[Window]]:
    """Those that no test uses, by their size and options."""
    return defaultdict(list)


@pytest.fixture
def open_page(
    chromium: Browser,
    live_server: LiveServer,
    signed_in: Callable[[str], dict[str, str]],
    idle_windows: defaultdict[str, list[Window]],
) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own for one of the cast, or for Charlie:
    `open_page("Ana", size="phone").goto("/")`. Further options are those of Playwright's
    `new_context` (`color_scheme="dark"`, `java_script_enabled=False`)."""
    used: list[tuple[str, Window]] = []
    complaints: list[str] = []

    def open_(name: str | None = None, *, size: str = "desktop", **options: object) -> Page:
        kind = f"{size} {sorted(options.items())}"
        idle = idle_windows[kind]
        window = idle.pop() if idle else Window(chromium, live_server.url, size, options)
        used.append((kind, window))
        if name is not None:
            window.context.add_cookies([_cookie(live_server, signed_in(name))])
        page = window.context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _note_refusal(message, complaints))
        return page

    yield open_
    for kind, window in used:
        window.forget()
        idle_windows[kind].append(window)
    assert not complaints, "the browser complained: " + "; ".join(complaints)


@pytest.fixture(params=SIZES)
def browser_page(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    """A page of nobody's, once phone-sized and once on a desktop."""
    return open_page(size=request.param)


def _cookie(server: LiveServer, session: dict[str, str]) -> dict[str, str]:
    serializer = server.app.session_interface.get_signing_serializer(server.app)
    value = serializer.dumps(session)
    return {"name": server.app.config["SESSION_COOKIE_NAME"], "value": value, "url": server.url}


def _note_refusal(message: ConsoleMessage, complaints: list[str]) -> None:
    """What the content security policy refused is a fault of the page."""
    if message.type == "error" and "Content Security Policy" in message.text:
        complaints.append(f"{message.text} ({message.page.url}, {message.location})")


def check_axe(page: Page) -> None:
    """Fails where axe finds a breach of WCAG 2.2 AA."""
    from axe_playwright_python.sync_playwright import Axe

    # In a window as tall as the page, so that the phone's bar lies over nothing.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options)
    # Axe leaves empty style attributes, which htmx would copy against the security policy.
    page.evaluate("document.querySelectorAll('[style]').forEach(e => e.removeAttribute('style'))")
    assert found.violations_count == 0, found.generate_report()
