"""Figures by locale."""

from datetime import date
from fractions import Fraction

import pytest
from flask import render_template_string

from app.money import Money
from app.sentences import Sentence, Through, say
from app.web.language import figure, money, speak, through
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


@pytest.mark.parametrize(
    ("language", "first", "last", "text"),
    [
        ("en", date(2026, 2, 1), date(2026, 2, 28), "February 2026"),
        ("en", date(2026, 12, 1), date(2026, 12, 31), "December 2026"),
        ("es", date(2026, 2, 1), date(2026, 2, 28), "febrero de 2026"),
        ("en", date(2026, 1, 1), date(2026, 12, 31), "2026"),
        ("en", date(2026, 2, 1), date(2026, 2, 27), "1 February 2026 – 27 February 2026"),
        ("en", date(2026, 2, 2), date(2026, 3, 1), "2 February 2026 – 1 March 2026"),
        ("en", date(2026, 1, 1), date(2027, 12, 31), "1 January 2026 – 31 December 2027"),
        ("en", date(2026, 2, 1), date(2027, 2, 28), "1 February 2026 – 28 February 2027"),
    ],
)
def test_days_that_are_just_a_month_or_a_year_go_by_its_name(tmp_path, language, first, last, text):
    app = gallery_app(tmp_path)
    with app.test_request_context(headers={"Cookie": f"language={language}"}):
        assert through(first, last) == text
        said = say("%(days)s", days=Through(first, last))
        assert speak(Sentence.from_json(said.to_json())) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ('{{ _("Motion %(number)s", number="<b>") }}', "Motion &lt;b&gt;"),
        (
            '{% autoescape false %}{{ _("Motion %(number)s", number="<b>") }}{% endautoescape %}',
            "Motion <b>",
        ),
        ('{{ ngettext("%(num)s version", "%(num)s versions", 2) }}', "2 versions"),
    ],
)
def test_what_fills_a_sentence_is_escaped_where_the_page_is(tmp_path, said, text):
    app = gallery_app(tmp_path)
    with app.test_request_context():
        assert render_template_string(said) == text
