"""The register for programs: by a token, and by nothing else."""

import pytest

from app import clock
from app.db import db
from app.members import tokens
from app.members.models import ApiToken
from tests import cast


@pytest.fixture
def call(client, person):
    """Calls the API for one of the cast; without a name, for nobody."""

    def get(address, name=None):
        headers = {}
        if name:
            token = tokens.make_token(person(name).id, name="a test", at=clock.now())
            headers = {"Authorization": f"Bearer {token}"}
        return client.get(address, headers=headers)

    return get


def test_a_token_says_whose_it_is(call):
    found = call("/api/v1/me", "Ana").json
    assert (found["name"], found["standing"], found["unit"]["name"]) == ("Ana", "full", "Pottery")
    assert found["roles"] == ["chair", "full"]
    assert call("/api/v1/me", "Olga").json["standing"] is None


def test_the_register_comes_whole_and_addresses_only_to_whom_they_are_due(call):
    members = call("/api/v1/members", "Emil").json["members"]
    assert [one["name"] for one in members][:3] == ["Ana", "Chen", "Dora"]
    assert members[0]["offices"] == ["chair"]
    assert all("email" not in one for one in members)
    assert call("/api/v1/members", "Dora").json["members"][0]["email"] == cast.email("Ana")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer artel_x"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer"},
    ],
)
def test_without_a_good_token_the_answer_is_a_problem_document(headers, client):
    answer = client.get("/api/v1/me", headers=headers)
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    assert answer.json["title"] == "Sign in first."


def test_the_cookie_of_the_pages_opens_nothing_here(as_member):
    assert as_member("Ana").get("/api/v1/me").status_code == 401


def test_a_token_opens_no_page(client, person):
    token = tokens.make_token(person("Ana").id, name="a test", at=clock.now())
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/members", headers=headers).status_code == 302


def test_what_the_offices_do_not_include_is_refused(call):
    assert call("/api/v1/members", "Olga").status_code == 403


def test_the_command_prints_a_token_that_works(app, client, context):
    made = app.test_cli_runner().invoke(args=["members", "token", "ANA@redclay.example"])
    db.session.expire_all()
    headers = {"Authorization": f"Bearer {made.stdout.strip()}"}
    assert client.get("/api/v1/me", headers=headers).json["name"] == "Ana"
    assert db.session.query(ApiToken).one().name == "command line"


def test_the_command_prints_links_that_work(app, client, context):
    runner = app.test_cli_runner()
    invited = runner.invoke(args=["members", "invite", "Hilde", "hilde@x.org", "--unit", "Weavers"])
    again = runner.invoke(args=["members", "password-link", "hilde@x.org"])
    first, second = (
        one.stdout.strip().removeprefix("http://127.0.0.1:8000") for one in (invited, again)
    )
    assert client.get(first).status_code == 409
    assert "Welcome, Hilde" in client.get(second).text
    client.post(second, data={"password": "tea with lemon", "again": "tea with lemon"})
    assert "Weavers" in client.get("/members/me").text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["members", "token", "x@x.org"], "Nobody in the register has the e-mail x@x.org."),
        (["members", "invite", "H", "h@x.org", "--unit", "Moon"], "There is no unit “Moon”."),
    ],
)
def test_the_commands_refuse_with_a_sentence(arguments, words, app):
    assert words in str(app.test_cli_runner().invoke(args=arguments).exception)
