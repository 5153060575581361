"""Shared pages: refusals, preferences, sign-in, what stands in every head."""

import pytest

from tests.web.gallery import gallery_app


@pytest.fixture
def client(tmp_path):
    return gallery_app(tmp_path).test_client()


def test_a_refusal_is_one_sentence_and_says_that_nothing_changed(client):
    page = client.get("/gallery/refusal")
    assert page.status_code == 409
    assert page.text.count("The vote closed at 20:15, before your ballot came.") == 1
    assert "Nothing was changed." in page.text


def test_a_refusal_to_htmx_is_a_part_with_its_own_place(client):
    part = client.post("/gallery/refusal", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert part.headers["HX-Retarget"] == "#refusal"


def test_what_is_not_there_is_not_called_an_error(client):
    page = client.get("/nowhere")
    assert page.status_code == 404
    assert "<h1>" in page.text
    assert "Nothing was changed." not in page.text


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_page_follows_the_language_of_the_device(client, language, direction):
    answer = client.post("/preferences", data={"language": language})
    assert answer.status_code == 302
    assert f'<html lang="{language}" dir="{direction}">' in client.get("/gallery").text


def test_a_preference_that_is_none_is_not_kept(client):
    client.post("/preferences", data={"language": "xx", "scheme": '"><script>'})
    assert '<html lang="en" dir="ltr">' in client.get("/gallery").text


def test_sign_in_asks_for_two_things_and_lets_password_managers_help(client):
    page = client.get("/gallery/sign-in?guest=1").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "novalidate" in page


def test_before_the_founding_a_page_says_what_to_do(client):
    assert "not founded yet" in client.get("/gallery/not-founded").text


def test_htmx_comes_packed_to_those_who_can_unpack(client):
    plain = client.get("/static/lib/htmx.min.js", headers={"Accept-Encoding": "identity"})
    packed = client.get("/static/lib/htmx.min.js", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content_length < plain.content_length / 2
    assert packed.mimetype == plain.mimetype == "text/javascript"
    packed.close()
    plain.close()
