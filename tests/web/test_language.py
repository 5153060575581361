"""Figures by locale."""

import pytest

from app.money import Money
from app.web.language import money
from tests.web.gallery import gallery_app


@pytest.mark.parametrize(
    ("language", "amount", "text"),
    [
        ("en", Money(25, "RUB"), "RUB\u00a00.25"),
        ("en", Money(-120450, "EUR"), "-€1,204.50"),
        ("es", Money(120450, "EUR"), "1.204,50\u00a0€"),
    ],
)
def test_money_reads_as_the_reader_is_used_to(tmp_path, language, amount, text):
    app = gallery_app(tmp_path)
    with app.test_request_context(headers={"Cookie": f"language={language}"}):
        assert money(amount) == text
