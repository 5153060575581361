"""`artel init`: a co-op is founded by options or by questions, and refused in one line."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

import config
from app import create_app
from app.cli import artel
from app.coop import Coop
from app.db import db
from app.errors import InvalidInput
from app.founding.rules import FounderLine, OfficeNotFilled, check_founders, parse_founder
from app.members.models import Mandate, Member, Membership, Standing
from app.motions.models import Motion
from app.record.queries import chain_fault

OPTIONS = {
    "--name": "Red Clay",
    "--currency": "EUR",
    "--language": "en",
    "--time-zone": "Europe/Madrid",
    "--bylaws": "simple-majority",
}
FOUNDERS = [
    "Ana Pérez <Ana@redclay.example> chair, operator",
    "Chen <chen@redclay.example> treasurer",
    "Dora <dora@redclay.example> secretary",
    "Emil <emil@redclay.example>",
]


@pytest.fixture
def empty(
    database: str, servers: Callable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Flask]:
    """An installation that was never used: not even its tables are there."""
    server = servers(database)
    url = server.create()
    monkeypatch.setenv("ARTEL_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", url)
    app = create_app(config.from_environment() | {"TESTING": True})
    yield app
    db.engine(app).dispose()
    server.drop(url)


def init(
    app: Flask,
    changes: dict[str, str] | None = None,
    founders: list[str] | None = None,
    **more: object,
) -> Result:
    arguments = ["init"]
    for option, value in (OPTIONS | (changes or {})).items():
        arguments += [option, value] if value else []
    for founder in FOUNDERS if founders is None else founders:
        arguments += ["--founder", founder]
    return app.test_cli_runner().invoke(args=arguments, **more)


def test_a_co_op_is_founded_by_its_options(empty):
    result = init(empty)
    assert result.exit_code == 0, result.exception
    with empty.app_context():
        coop = db.session.scalars(select(Coop)).one()
        assert (coop.name, coop.currency, coop.time_zone) == ("Red Clay", "EUR", "Europe/Madrid")
        assert not coop.demo
        standings = db.session.scalars(select(Membership.standing)).all()
        assert standings == [Standing.FULL] * 4
        offices = db.session.execute(select(Member.name, Mandate.office).join(Mandate)).all()
        assert {tuple(row) for row in offices} == {
            ("Ana Pérez", "chair"),
            ("Ana Pérez", "operator"),
            ("Chen", "treasurer"),
            ("Dora", "secretary"),
        }
        assert chain_fault() is None


def test_the_founding_assembly_finds_the_bylaws_as_motion_1(empty):
    init(empty)
    with empty.app_context():
        motion = db.session.scalars(select(Motion)).one()
        assert (motion.number, motion.matter, motion.mover.name) == (1, "bylaw", "Ana Pérez")
        assert "**Wages.** Carried when" in motion.text
        assert "(the quorum)" in motion.text


def test_each_founder_gets_a_link_that_opens_the_door(empty):
    links = re.findall(r"http://127.0.0.1:8000(/invitations/\S+)", init(empty).output)
    assert len(set(links)) == 4
    empty.config["WTF_CSRF_ENABLED"] = False
    browser = empty.test_client()
    assert "Welcome, Ana Pérez" in browser.get(links[0]).text
    new = {"password": "tea with lemon", "again": "tea with lemon"}
    assert browser.post(links[0], data=new).status_code == 303
    assert "Holds: Chair, Operator" in browser.get("/members/me").text


def test_a_co_op_is_founded_by_questions(empty):
    answers = ["Red Clay", "eur", "", "Europe/Madrid", "simple-majority", *FOUNDERS, ""]
    result = empty.test_cli_runner().invoke(args=["init"], input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    with empty.app_context():
        assert db.session.scalar(select(func.count()).select_from(Member)) == 4


def test_there_is_one_co_op_an_installation(empty):
    init(empty)
    result = init(empty)
    assert "has its co-op already" in result.stderr


WRONG = [
    ({"--currency": "XQX"}, None, "XQX” is no currency"),
    ({"--language": "xx"}, None, "“xx” is no language"),
    ({"--time-zone": "Mars/Olympus"}, None, "no IANA time zone"),
    ({"--name": "  "}, None, "is no name"),
    ({}, ["Ana"], "Write a founder as"),
    ({}, ["Ana <ana@x.org> queen"], "no office “queen”"),
    ({}, FOUNDERS[1:], "has to be chair"),
    ({}, [*FOUNDERS, "Ann <ana@redclay.example>"], "written twice"),
]


def test_a_wrong_value_founds_nothing(empty):
    for changes, founders, words in WRONG:
        result = init(empty, changes, founders)
        assert result.exit_code == 2, words
        assert words in result.stderr
        with empty.app_context():
            assert db.session.scalars(select(Coop)).all() == [], words


def test_the_command_refuses_in_one_line_and_ends_with_two(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("ARTEL_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'artel.db'}")
    options = [part for pair in (OPTIONS | {"--currency": "XQX"}).items() for part in pair]
    with pytest.raises(SystemExit) as end:
        artel(["init", *options, "--founder", "Ana <ana@x.org> chair, treasurer, secretary"])
    assert end.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ana <A@x.org>", FounderLine("Ana", "a@x.org", ())),
        (
            "  Ana Pérez   <a@x.org> Chair,OPERATOR",
            FounderLine("Ana Pérez", "a@x.org", ("chair", "operator")),
        ),
        ("Ana <a@x.org> chair chair", FounderLine("Ana", "a@x.org", ("chair",))),
    ],
)
def test_a_founder_is_read_from_one_line(text, line):
    assert parse_founder(text) == line


@pytest.mark.parametrize(
    "text", ["", "Ana", "<a@x.org>", "Ana <a>", "Ana <a@x.org", "A <a@x> <b@x>"]
)
def test_another_form_is_refused(text):
    with pytest.raises(InvalidInput):
        parse_founder(text)


def test_one_founder_may_hold_every_office():
    check_founders([FounderLine("Ana", "a@x.org", ("chair", "secretary", "treasurer"))])
    with pytest.raises(OfficeNotFilled, match="treasurer"):
        check_founders([FounderLine("Ana", "a@x.org", ("chair", "secretary"))])
