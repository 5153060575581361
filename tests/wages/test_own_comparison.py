"""`artel wages compare` without a LOG.csv, on the log of the co-op itself."""

import json
from datetime import date

import pytest

import config
from app import create_app
from app.cli import artel
from app.db import db
from app.migrations import upgrade
from app.wages.models import Comparison
from tests.cast import FOUNDED_ON
from tests.wages.workshop import GUARANTEED, HOURLY, NOW, adopt, pots, work

SCHEMES = """
[[scheme]]
name = "Guaranteed piece"
terms = { greatest = [ { piece = {} }, { hourly = { rate = "10" } } ] }
[[scheme]]
name = "Hourly"
terms = { hourly = { rate = "10" } }
"""
MARCH_DAYS = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def schemes(tmp_path):
    path = tmp_path / "schemes.toml"
    path.write_text(SCHEMES, encoding="utf-8")
    return path


@pytest.fixture
def run(app, schemes):
    """Runs the command as a shell would: its exit code, what it says, what it complains about."""

    def invoke(*options):
        result = app.test_cli_runner().invoke(
            artel, ["wages", "compare", "--schemes", str(schemes), *options]
        )
        return result.exit_code, result.stdout, result.stderr

    return invoke


@pytest.fixture
def month(person, freeze):
    freeze(NOW)
    item = pots()
    work(person("Emil"), person("Dora"), 3, 20, item)
    work(person("Ana"), person("Dora"), 17, 12, item)
    db.commit()


def test_it_says_what_the_page_says(month, run, as_member):
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1)
    adopt(HOURLY, "Hourly", date(2026, 4, 1), 2)
    db.commit()
    as_member("Emil").post(
        "/wages/comparisons",
        data={"schemes": ["1", "2"], "from_on": "2026-03-01", "to_on": "2026-03-31"},
    )
    page = db.session.get(Comparison, 1).result
    code, text, _ = run(*MARCH_DAYS, "--format", "json")
    told = json.loads(text)
    assert code == 0
    for one, other in zip(told["schemes"], page["schemes"], strict=True):
        further = {"cautions", "goods", "incentive"}
        assert one == {key: value for key, value in other.items() if key not in further}
    assert told["schemes"][0]["pay"]["Emil"] == "100.00"
    assert (told["currency"], told["from"], told["to"]) == ("EUR", "2026-03-01", "2026-03-31")


def test_without_days_it_takes_the_whole_log_by_whole_months(month, run):
    code, text, _ = run("--format", "json")
    told = json.loads(text)
    assert code == 0
    assert (told["from"], told["to"]) == ("2026-03-03", "2026-03-17")
    assert list(told["schemes"][0]["by_period"]) == ["2026-03"]
    assert told["schemes"][1]["bill"] == "160.00"


def test_it_compares_by_the_week_and_on_some_days_only(month, run):
    _, text, _ = run("--by", "week", "--from", "2026-03-16", "--format", "json")
    (first, _second) = json.loads(text)["schemes"]
    assert first["bill"] == "80.00"
    assert list(first["by_period"]) == ["2026-W12"]


def test_it_tells_a_terminal_in_a_table(month, run):
    code, text, _ = run(*MARCH_DAYS)
    assert code == 0
    assert "amounts in EUR" in text
    assert "Emil" in text


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--members", "members.csv"), "--members: goes with a LOG.csv"),
        (("--items", "items.csv"), "--items: goes with a LOG.csv"),
        (("--currency", "JPY"), "--currency: the co-op pays in EUR"),
        (("--to", "2020-01-31"), "No confirmed work stands in the log of these days"),
    ],
)
def test_what_it_cannot_take_is_refused_in_one_line(options, reason, month, run):
    code, text, complaint = run(*options)
    assert (code, text) == (2, "")
    assert reason in complaint
    assert complaint.count("\n") == 1


def test_a_scheme_that_cannot_be_computed_names_the_file(month, run, schemes):
    schemes.write_text('[[scheme]]\nname = "G"\nterms = { graded = { base = "10" } }\n')
    code, _, complaint = run()
    assert code == 2
    assert complaint.startswith("schemes.toml: “G”: ")


def test_its_own_currency_may_be_named(month, run):
    assert run("--currency", "EUR")[0] == 0


@pytest.fixture
def empty(database, servers, monkeypatch, tmp_path):
    """An installation that was never used: not even its tables are there."""
    server = servers(database)
    url = server.create()
    monkeypatch.setenv("ARTEL_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", url)
    app = create_app(config.from_environment() | {"TESTING": True})
    yield app
    db.engine(app).dispose()
    server.drop(url)


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (lambda app: None, "the co-op: its database cannot be read\n"),
        (upgrade, "the co-op: none is founded here: name a LOG.csv, or found one\n"),
    ],
    ids=["no tables", "no co-op"],
)
def test_where_no_co_op_is_founded_it_says_so(prepare, reason, empty, schemes):
    prepare(empty)
    arguments = ["wages", "compare", "--schemes", str(schemes)]
    result = empty.test_cli_runner().invoke(artel, arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", reason)
