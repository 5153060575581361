"""Passwords, devices, and days of people and offices."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.members.rules import check_password, device, overlap

ABOUT = ("Ana Pérez", "ana@redclay.example", "Red Clay")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "nine char",
        "x" * 201,
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "1234567890",
        "0987654321",
        "qwertyuiop12",
        "password1234",
        "contraseña12",
        "Ana-redclay-1",
        "redclay2024!",
        "ana.pérez.ana",
    ],
)
def test_a_password_that_is_soon_guessed_is_refused(password):
    with pytest.raises(InvalidInput):
        check_password(password, about=ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "bread and roses",
        "correct horse",
        "крепкий чай с лимоном",
        "x" * 190 + "samovar",
        "1922 кузбасс!",
    ],
)
def test_a_few_words_are_enough(password):
    check_password(password, about=ABOUT)


@given(st.text(min_size=10, max_size=200))
def test_what_passes_has_at_least_five_characters_of_its_own(password):
    with suppress(InvalidInput):
        check_password(password, about=ABOUT)
        assert len(set(password)) >= 5


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("curl/8.0", "A device of unknown kind"),
        ("", "A device of unknown kind"),
    ],
)
def test_a_device_is_named_so_that_one_knows_it_again(user_agent, words):
    assert str(device(user_agent)) == words


JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ((JANUARY, MARCH), (MARCH, None), True),
        ((JANUARY, date(2026, 2, 28)), (MARCH, None), False),
        ((JANUARY, None), (MARCH, MARCH), True),
        ((MARCH, None), (JANUARY, None), True),
    ],
)
def test_spans_of_days_share_their_last_days(first, second, shared):
    assert overlap(first, second) is overlap(second, first) is shared
