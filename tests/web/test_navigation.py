"""One sees the pages that exist and that one's offices include."""

import pytest
from flask import g, request
from werkzeug.routing import Rule

from app.members.auth import Actor
from app.permissions import Role
from app.web.navigation import SECTIONS, sections
from tests.web.gallery import gallery_app


@pytest.fixture
def app(tmp_path):
    return gallery_app(tmp_path)


def labels(app, address, *roles):
    with app.test_request_context(address):
        g._login_user = Actor(7, "Ana", None, None, frozenset(roles))
        return {
            str(section.label): [str(page.label) for page in section.pages]
            for section in sections()
        }


def test_a_page_that_nobody_wrote_is_not_offered(app):
    del app.view_functions["wages.list_payslips"]
    assert "Payslips" not in labels(app, "/", Role.MEMBER)["Wages & pay"]


def test_a_page_beyond_ones_offices_is_not_offered(app):
    assert "Treasury" in labels(app, "/", Role.MEMBER)
    assert "Treasury" not in labels(app, "/", Role.OPERATOR)


def test_every_page_that_is_for_members_is_within_a_section(app):
    without = {"api", "live", "sign_in", "web"}
    for blueprint in app.blueprints.keys() - without:
        with app.test_request_context("/"):
            request.url_rule = Rule("/", endpoint=f"{blueprint}.page")
            assert sum(section.current for section in SECTIONS) == 1, blueprint


def test_the_page_one_is_on_is_marked(app):
    html = app.test_client().get("/gallery/entries").text
    assert html.count('aria-current="page"') == 1  # in the row of the section
    assert 'aria-current="page">Entries<' in html
    assert html.count('aria-current="true"') == 2  # Log, on top and in the bar
