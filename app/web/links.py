"""Addresses that leave the page: in mails, on paper, on a terminal."""

from typing import Any

from flask import current_app, has_request_context, request, url_for


def absolute_url(endpoint: str, **values: Any) -> str:
    """The whole address of a page, from `ARTEL_BASE_URL`; where that is not set, as the reader's
    browser asked for this page."""
    base: str | None = current_app.config["BASE_URL"]
    if has_request_context():
        return (base or request.host_url).rstrip("/") + url_for(endpoint, **values)
    with current_app.test_request_context():
        return (base or "http://127.0.0.1:8000").rstrip("/") + url_for(endpoint, **values)
