"""A real browser on a real server: Debian's Chromium, driven by Playwright.

Playwright takes half a second to import, so only those who use it do.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.absence import unavailable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

SIZES = {"phone": (360, 800), "desktop": (1280, 900)}
LOOKS = [("phone", "light"), ("desktop", "dark")]
"""Sizes and colour schemes, each of them once."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(frozen=True)
class LiveServer:
    app: Flask
    url: str


@pytest.fixture
def live_server(app: Flask) -> Iterator[LiveServer]:
    """The test's app, on a free port, with its forms' tokens checked as in life."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield LiveServer(app, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        unavailable("no Chromium for the browser tests: sudo apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture
def open_page(
    chromium: Browser, live_server: LiveServer, signed_in: Callable[[str], dict[str, str]]
) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own for one of the cast, or for Charlie:
    `open_page("Ana", size="phone").goto("/")`. Further options are those of Playwright's
    `new_context` (`color_scheme="dark"`, `java_script_enabled=False`)."""
    contexts = []
    complaints: list[str] = []

    def open_(name: str | None = None, *, size: str = "desktop", **options: object) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            has_touch=size == "phone",
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if name is not None:
            context.add_cookies([_cookie(live_server, signed_in(name))])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _note_refusal(message, complaints))
        return page

    yield open_
    for context in contexts:
        context.close()
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
