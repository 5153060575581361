"""The test bed itself: every test sees the cast and nothing of other tests."""

from datetime import date

import pytest
from flask_login import current_user
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.clock import now, today
from app.db import db
from app.members.auth import actor_of_member
from app.members.models import Member
from app.permissions import Permission, Role
from tests import cast
from tests.browser import check_axe


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_starts_from_the_same_co_op(turn, app, context, database):
    assert db.engine(app).dialect.name == database
    assert db.session.scalar(select(func.count()).select_from(Member)) == 9
    db.session.delete(db.session.scalars(select(Member).where(Member.name == "Emil")).one())
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        db.session.flush()
    db.rollback()
    db.session.add(Member(number=100, name=f"Guest {turn}", created_at=cast.FOUNDED_AT))
    db.commit()


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("Ana", {Role.MEMBER, Role.CHAIR}),
        ("Boris", {Role.CANDIDATE}),
        ("Chen", {Role.MEMBER, Role.TREASURER}),
        ("Igor", {Role.INSPECTOR}),
        ("Olga", {Role.OPERATOR}),
    ],
)
def test_the_cast_has_its_roles(name, roles, person):
    assert actor_of_member(person(name).id).roles == roles


@pytest.fixture
def who_page(app, monkeypatch):
    """The address of a page that says who reads it, in place of a real one."""

    def who():
        name = current_user.name if current_user.is_authenticated else "nobody"
        return f"<!doctype html><html lang=en><title>Who</title><main><h1>{name}</h1></main>"

    who.permission, who.writes = Permission.PUBLIC, False
    monkeypatch.setitem(app.view_functions, "web.htmx", who)
    return "/static/lib/htmx.min.js"


def test_every_request_has_its_own_member(who_page, as_member, client, person):
    """Also where the test holds a context: no request sees another's session or member."""
    browsers = {"Ana": as_member("Ana"), "Boris": as_member("Boris"), "nobody": client}
    for name in ("Ana", "nobody", "Boris", "Ana"):
        assert f"<h1>{name}</h1>" in browsers[name].get(who_page).text


def test_every_browser_has_its_own_member(who_page, open_page):
    pages = {"Ana": open_page("Ana", size="phone"), "Boris": open_page("Boris")}
    for name, page in [*pages.items(), ("nobody", open_page())]:
        page.goto(who_page)
        expect(page.locator("h1")).to_have_text(name)
        check_axe(page)


def test_axe_sees_a_breach(who_page, browser_page):
    browser_page.goto(who_page)
    browser_page.evaluate("document.querySelector('h1').innerHTML = '<img src=no-alt>'")
    with pytest.raises(AssertionError, match="image-alt"):
        check_axe(browser_page)


def test_the_clock_stops_where_it_is_told(freeze):
    freeze("2026-03-01T22:30:00Z")
    assert now().isoformat() == "2026-03-01T22:30:00+00:00"
    freeze("2026-03-01T23:30:00Z")
    assert today("Europe/Madrid") == date(2026, 3, 2)
