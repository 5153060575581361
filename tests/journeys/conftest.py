"""Whole journeys, from page to page as people go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser import check_axe

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def look() -> Callable[[Page], None]:
    """Looks at the page: nothing is wider than the screen, and axe finds nothing."""

    def look_at(page: Page) -> None:
        page.wait_for_load_state()
        room, taken = page.evaluate(
            "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
        )
        assert taken <= room, f"{page.url} scrolls sideways: {taken} px on {room}"
        window = page.viewport_size
        check_axe(page)
        page.set_viewport_size(window)

    return look_at
