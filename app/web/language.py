"""Sentences and figures in the reader's language."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Any

import nh3
from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_currency, format_decimal
from flask import Flask, current_app, g, has_app_context, request
from flask_babel import Domain, force_locale, get_locale, get_timezone
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.coop import this_coop
from app.extensions import babel
from app.money import Money, decimal_text, digits
from app.sentences import Sentence, Through

LANGUAGE_COOKIE = "language"

# CLDR sets a space between a code of letters and the figure; Babel leaves it out: RUB0.25.
_CODE_BEFORE_FIGURE = re.compile(r"(?<=[A-Z])(?=\d)")
_EXACT = Context(prec=200)
"""Every digit is shown, where Python's usual 28 would round or fail."""
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def init_app(app: Flask) -> None:
    babel.init_app(app, locale_selector=_language, timezone_selector=_time_zone)
    babel.domain_instance = _catalogues
    app.jinja_env.globals |= {"_": _gettext, "gettext": _gettext, "ngettext": _ngettext}
    app.jinja_env.filters |= {
        "speak": speak,
        "money": money,
        "minor": minor,
        "amount": amount,
        "figure": figure,
        "rate": rate,
        "day": day,
        "month": month,
        "through": through,
        "weekday": weekday,
        "moment": moment,
        "clock_time": clock_time,
        "hours": hours,
        "markdown": markdown,
    }


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How to speak to the reader; found once a page, as a page says fifty things."""

    locale: Locale | None
    zone: tzinfo
    translations: Any


def _tongue() -> _Tongue:
    found: _Tongue | None = g.get("tongue")
    if found is None:
        found = g.tongue = _Tongue(get_locale(), get_timezone(), _catalogues.of_reader())
    return found


class _Catalogues(Domain):
    """Flask-Babel's, which would find the reader's language again for each sentence."""

    def of_reader(self) -> Any:
        return super().get_translations()

    def get_translations(self) -> Any:
        return _tongue().translations if has_app_context() else self.of_reader()


_catalogues = _Catalogues()


@pass_eval_context
def _gettext(context: EvalContext, text: str, /, **values: Any) -> str:
    """What `_("…")` says in a template. As Jinja's own, which passes it on three times."""
    return _filled(context, _tongue().translations.ugettext(text), values)


@pass_eval_context
def _ngettext(context: EvalContext, one: str, many: str, num: int, /, **values: Any) -> str:
    text = _tongue().translations.ungettext(one, many, num)
    return _filled(context, text, {"num": num, **values})


def _filled(context: EvalContext, text: str, values: dict[str, Any]) -> str:
    template = Markup(text) if context.autoescape else text  # noqa: S704 (from our catalogue)
    return template % values if values or "%" in text else template


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speaks this language, whoever reads. (`force_locale` alone would not be heard by a page that
    has begun to speak.)"""
    own = g.pop("tongue", None)
    try:
        with force_locale(code):
            yield
    finally:
        g.tongue = own


def speak(sentence: Sentence | str) -> str:
    """A sentence in the reader's language, its values formatted by locale."""
    if isinstance(sentence, str):
        return sentence
    values = {name: shown(value) for name, value in sentence.values.items()}
    translations = _tongue().translations
    if sentence.plural is None or sentence.count is None:
        template = translations.ugettext(sentence.template)
    else:
        template = translations.ungettext(sentence.template, sentence.plural, sentence.count)
    return str(template % values) if values else str(template)


def shown(value: Any) -> str:
    """One value of a sentence or a table, by locale."""
    if isinstance(value, Sentence):
        return speak(value)
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int | Fraction):
        return figure(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Through):
        return through(value.first, value.last)
    if isinstance(value, list | tuple):
        return ", ".join(shown(part) for part in value)
    return str(value)


def money(amount: Money) -> str:
    """Whole amounts with their currency: 1 204,50 €."""
    return _money(amount, _tongue().locale)


@lru_cache(maxsize=4096)
def _money(amount: Money, locale: Locale | None) -> str:
    with localcontext(_EXACT):
        exact = Decimal(amount.minor).scaleb(-digits(amount.currency))
        text = format_currency(exact, amount.currency, locale=locale)
    return _CODE_BEFORE_FIGURE.sub("\u00a0", text)


def minor(amount: int, currency: str | None = None) -> str:
    """Minor units of the co-op's currency, as money."""
    coop = this_coop()
    return money(Money(amount, currency or (coop.currency if coop else "EUR")))


def amount(minor_units: int) -> str:
    """Minor units of the co-op's currency as a mere number: 1 204,50. What it stands in names the
    currency."""
    coop = this_coop()
    places = digits(coop.currency) if coop else 2
    return figure(Fraction(minor_units, 10**places), places)


def rate(amount: Fraction, currency: str | None = None) -> str:
    """An exact amount of the co-op's currency for one of something: 1.25 €, 0.0125 €."""
    coop = this_coop()
    return _rate(amount, currency or (coop.currency if coop else "EUR"), _tongue().locale)


@lru_cache(maxsize=4096)
def _rate(amount: Fraction, currency: str, locale: Locale | None) -> str:
    exact = Decimal(decimal_text(amount))
    with localcontext(_EXACT):
        places = max(digits(currency), -int(exact.normalize().as_tuple().exponent))
        text = format_currency(
            exact.quantize(Decimal(1).scaleb(-places)),
            currency,
            locale=locale,
            currency_digits=False,
            decimal_quantization=False,
        )
    return _CODE_BEFORE_FIGURE.sub("\u00a0", text)


def figure(value: int | Fraction, places: int | None = None) -> str:
    """A number by locale; a fraction with `places` decimals, or as many as it needs."""
    return _figure(Fraction(value), places, _tongue().locale)


@lru_cache(maxsize=4096)
def _figure(value: Fraction, places: int | None, locale: Locale | None) -> str:
    text = decimal_text(value, places)
    decimals = len(text.partition(".")[2])
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    with localcontext(_EXACT):
        return format_decimal(Decimal(text), format=pattern, locale=locale)


def day(value: date) -> str:
    """12 March 2026."""
    return _day(value, _tongue().locale)


@lru_cache(maxsize=4096)
def _day(value: date, locale: Locale | None) -> str:
    # Plain "en" would put the month first, which only one country does.
    english = locale is not None and locale.language == "en"
    return format_date(value, "d MMMM y" if english else "long", locale=locale)


def month(value: date) -> str:
    """March 2026."""
    return _month(value, _tongue().locale)


@lru_cache(maxsize=4096)
def _month(value: date, locale: Locale | None) -> str:
    return format_skeleton("yMMMM", value, locale=locale)


def through(first: date, last: date) -> str:
    """March 2026, or 2026, where the days are just that; else 1 March 2026 – 14 March 2026."""
    after = last + timedelta(days=1)
    if first.day == after.day == 1:
        if (after.year - first.year) * 12 + after.month - first.month == 1:
            return month(first)
        if first.month == 1 and after == date(first.year + 1, 1, 1):
            return str(first.year)
    return f"{day(first)} – {day(last)}"


def weekday(value: date) -> str:
    """Thu 12 Mar."""
    return _weekday(value, _tongue().locale)


@lru_cache(maxsize=4096)
def _weekday(value: date, locale: Locale | None) -> str:
    return format_date(value, "EEE d MMM", locale=locale)


def moment(value: datetime) -> str:
    """12 Mar 2026, 20:15, in the co-op's time zone."""
    tongue = _tongue()
    return _moment(value, "d MMM y, HH:mm", tongue.zone, tongue.locale)


def clock_time(value: datetime) -> str:
    """20:15."""
    tongue = _tongue()
    return _moment(value, "HH:mm", tongue.zone, tongue.locale)


@lru_cache(maxsize=4096)
def _moment(value: datetime, pattern: str, zone: tzinfo, locale: Locale | None) -> str:
    return format_datetime(value, pattern, tzinfo=zone, locale=locale)


def hours(minutes: int) -> str:
    """Whole minutes as hours and minutes: 7:30."""
    whole, rest = divmod(abs(minutes), 60)
    return f"{'−' if minutes < 0 else ''}{whole}:{rest:02d}"


@lru_cache(maxsize=256)
def markdown(text: str) -> Markup:
    """Members' Markdown as safe HTML."""
    html = _MARKDOWN.render(text)
    return Markup(nh3.clean(html, link_rel="noopener nofollow ugc"))  # noqa: S704


def _language() -> str:
    """What this device chose, else the member's language, the browser's, the co-op's."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    for chosen in (request.cookies.get(LANGUAGE_COOKIE), getattr(current_user, "language", None)):
        if chosen in languages:
            return str(chosen)
    coop = this_coop()
    fallback = coop.language if coop and coop.language in languages else languages[0]
    return request.accept_languages.best_match(languages, fallback) or fallback


def _time_zone() -> str:
    coop = this_coop()
    return coop.time_zone if coop else "UTC"
