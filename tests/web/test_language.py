"""Figures by locale."""

from fractions import Fraction

import pytest

from app.money import Money
from app.web.language import figure, money
from tests.web.gallery import gallery_app


@pytest.mark.parametrize(
    ("language", "amount", "text"),
    [
        ("en", Money(25, "RUB"), "RUB\u00a00.25"),
        ("en", Money(-120450, "EUR"), "-€1,204.50"),
        ("es", Money(120450, "EUR"), "1.204,50\u00a0€"),
        ("es", Money(10**32 + 1, "EUR"), "1" + ".000" * 10 + ",01\u00a0€"),
    ],
)
def test_money_reads_as_the_reader_is_used_to(tmp_path, language, amount, text):
    app = gallery_app(tmp_path)
    with app.test_request_context(headers={"Cookie": f"language={language}"}):
        assert money(amount) == text


def test_every_digit_of_a_figure_is_shown(tmp_path):
    app = gallery_app(tmp_path)
    with app.test_request_context():
        assert figure(Fraction("1" * 30 + ".123456789012")).endswith(",111.123456789012")
