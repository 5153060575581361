"""The base of every form: its tokens, and exact fields."""

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, ClassVar

from babel.numbers import get_currency_symbol
from flask import Flask, g, render_template
from flask_babel import get_locale, gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from wtforms import DateTimeField, Field, HiddenField, StringField, ValidationError, i18n
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import HiddenInput

from app.coop import founded_coop, today
from app.errors import InvalidInput, RuleViolation
from app.money import MOST_BOOKED, decimal_text, digits, parse_decimal
from app.our_time import OTHER_AGE, is_of_our_time
from app.web.idempotency import FIELD
from app.web.language import speak


def _new_key() -> str:
    return uuid.uuid4().hex


class Form(FlaskForm):
    """CSRF token and a fresh idempotency key in every form (`form.hidden_tag()`)."""

    beside: ClassVar[Mapping[type[Exception] | str, str]] = {}
    """The field at which a refusal is shown: by the broken rule, or by the `where` of an
    InvalidInput that is no field's name."""

    idempotency_key = HiddenField(default=_new_key)

    is_shown = False
    """Whether a page that was rendered holds this form, and with it what is wrong."""

    def hidden_tag(self) -> Markup:
        """What the form sends unseen. No label names it, so it needs no id: on a page of several
        forms each of them would stand twice."""
        self.is_shown = True
        unseen = (field for field in self if isinstance(field.widget, HiddenInput))
        return Markup("\n").join(field(id=False) for field in unseen)

    def validate(self, extra_validators: Any = None) -> bool:
        """Days and moments must be of our time as well."""
        extra = dict(extra_validators or {})
        for field in self:
            if isinstance(field, DateTimeField):
                extra[field.name] = [of_our_time, *extra.get(field.name, ())]
        return bool(super().validate(extra))

    def stands_on(self, template: str, **about: Any) -> Callable[[], str]:
        """The page of this form, for `answers_with`."""
        return self.answers_with(lambda: render_template(template, form=self, **about))

    def answers_with(self, page: Callable[[], str]) -> Callable[[], str]:
        """The page of this form. It is answered again where what was typed is invalid; and where
        the act that follows is refused, by `app.web.errors`, so that nothing typed is lost. The
        page may have no room for the form any more: then the refusal is answered by itself."""
        g.form_with_page = (self, page)
        return page

    def refuse(self, refusal: InvalidInput | RuleViolation) -> None:
        """Says why the act was refused, at the field it is about or above all of them."""
        sentence, name = speak(refusal.sentence), self.beside.get(type(refusal), "")
        if isinstance(refusal, InvalidInput):
            name = self.beside.get(refusal.where, refusal.where)
        if name in self:
            self[name].errors = [*self[name].errors, sentence]
        else:
            self.form_errors.append(f"{sentence} ({name})" if name else sentence)

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: BaseForm) -> Any:
            """WTForms' own words; flask-wtf would read their file again for every request."""
            return _form_words(str(get_locale()))


def of_our_time(_: BaseForm, field: Field) -> None:
    if isinstance(field.data, date) and not is_of_our_time(field.data):
        raise StopValidation(speak(OTHER_AGE))


@cache
def _form_words(language: str) -> Any:
    return i18n.get_translations([language])


class ExactField(StringField):
    """A number as members type it, `12,5` or `12.5`, read exactly into a `Fraction`."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.text = text
        self.data = None
        if not text:
            return
        try:
            self.data = parse_decimal(text.replace(" ", "").replace(",", "."))
        except ValueError:
            raise ValueError(lazy_gettext("Write a number, such as 12.5.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else decimal_text(Fraction(self.data))


class MoneyField(ExactField):
    """Money of the co-op, exactly, with or without the currency's code. Another currency is
    refused: several are never mixed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        currency = founded_coop().currency
        named = re.findall(r"[A-Za-z]{3}|[€$£¥]", text)
        if any(name.upper() not in (currency, get_currency_symbol(currency)) for name in named):
            self.data = None
            raise ValueError(
                gettext(
                    "Amounts here are in %(currency)s: several currencies are not mixed.",
                    currency=currency,
                )
            )
        for name in named:
            text = text.replace(name, "")
        super().process_formdata([text])
        if self.data is not None and abs(self.data) * 10 ** digits(currency) > MOST_BOOKED:
            raise ValueError(lazy_gettext("That is more than the books can hold."))


class AmountField(MoneyField):
    """Money to its smallest coin. More decimals than the currency has are refused also where they
    are noughts: "1,500" is meant as fifteen hundred as often as not."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        _, _, decimals = self.text.replace(" ", "").replace(",", ".").partition(".")
        if len(decimals) > digits(founded_coop().currency):
            raise ValueError(lazy_gettext("Write the amount to the cent at most."))


class MinutesField(StringField):
    """Hours as `7.5`, `7,5` or `7:30`, read into whole minutes."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = _minutes(text)
        except ValueError:
            raise ValueError(lazy_gettext("Write hours as 7.5 or 7:30.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data // 60}:{self.data % 60:02d}"


def _minutes(text: str) -> int:
    hours, colon, rest = text.partition(":")
    if colon:
        if not (hours.isdigit() and len(rest) == 2 and rest.isdigit() and int(rest) < 60):
            raise ValueError(text)
        return int(hours) * 60 + int(rest)
    minutes = parse_decimal(text.replace(",", ".")) * 60
    if minutes.denominator != 1 or minutes < 0:
        raise ValueError(text)
    return int(minutes)


def number_or_none(text: object) -> int | None:
    """The number that a hidden field holds; None where it holds none."""
    return int(str(text)) if str(text).isdecimal() else None


def chosen_number(text: object) -> int | None:
    """The number that a choice holds; None where nothing was chosen. Raises ValueError for what
    is no number, which so is no choice either."""
    return None if text is None or text == "" else int(str(text))


def somebody(people: dict[int, str]) -> dict[int | str, str]:
    """Choices with nobody chosen yet, so that a slip names nobody. Beside `chosen_number`."""
    return {"": gettext("Choose a member")} | people if people else {}


def not_in_future(_: Any, field: Any) -> None:
    """A validator: the day has come."""
    if field.data and field.data > today():
        raise ValidationError(gettext("This day is still to come."))


def not_before_first(form: Any, field: Any) -> None:
    """A validator of `to_on`: the last day does not come before the first, `from_on`."""
    if form.from_on.data and field.data and field.data < form.from_on.data:
        raise ValidationError(gettext("The last day is before the first."))


def not_in_past(_: Any, field: Any) -> None:
    """A validator: the day is today or still to come."""
    if field.data and field.data < today():
        raise ValidationError(gettext("This day has passed."))


def tokens() -> Markup:
    """The hidden fields of a form that has no other fields: a button that does something."""
    fields = {"csrf_token": generate_csrf(), FIELD: _new_key()}
    return Markup("").join(
        Markup(f'<input type="hidden" name="{name}" value="{value}">')  # noqa: S704
        for name, value in fields.items()
    )


def init_app(app: Flask) -> None:
    app.jinja_env.globals |= {"tokens": tokens, "IDEMPOTENCY_FIELD": FIELD}
