"""The door: what it turns away before any view runs."""

import pytest

import config

BEYOND = 2**31


@pytest.mark.parametrize(
    "address",
    [
        f"/wages/runs/{BEYOND}",
        f"/motions/{10**30}",
        f"/production/entries?page={10**30}",
        f"/production/entries/new?again={BEYOND}",
        f"/enactments?page={BEYOND}",
        f"/record?page={BEYOND}",
    ],
)
def test_a_number_that_no_column_holds_names_nothing(as_member, address):
    assert as_member("Chen").get(address).status_code == 404


def test_the_last_number_that_a_column_holds_is_looked_up(as_member):
    chen = as_member("Chen")
    assert chen.get(f"/wages/runs/{BEYOND - 1}").status_code == 404
    assert chen.get(f"/production/entries?page={BEYOND - 1}").status_code == 200


def test_a_text_that_no_database_holds_is_refused(as_member):
    chen = as_member("Chen")
    assert chen.get("/motions/?q=bread%00").status_code == 400
    assert chen.get("/motions/?q=bread").status_code == 200
    form = {"title": "Bread", "text": "We bake.\0", "unit_id": "1"}
    answer = chen.post("/motions/new/resolution", data=form)
    assert (answer.status_code, "could not be read" in answer.text) == (400, True)


@pytest.mark.parametrize(
    ("says", "status"),
    [(None, 303), ("same-origin", 303), ("none", 303), ("same-site", 403), ("cross-site", 403)],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_the_page_of_another_site_sends_is_refused(as_member, says, status):
    headers = {"Sec-Fetch-Site": says} if says else {}
    answer = as_member("Ana").post("/sign-out", headers=headers)
    assert answer.status_code == status
    assert ("The page of another site sent this" in answer.text) is (status == 403)
    assert "Your offices do not include this." not in answer.text


def test_over_https_the_session_belongs_to_this_host_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("ARTEL_DATA", str(tmp_path))
    names = {}
    for base in ("https://artel.example.org", "http://localhost:8000"):
        monkeypatch.setenv("ARTEL_BASE_URL", base)
        settings = config.from_environment()
        names[settings["SESSION_COOKIE_NAME"]] = settings["SESSION_COOKIE_SECURE"]
    assert names == {"__Host-artel": True, "artel": False}
