"""The pages on which a scheme is made: happy, invalid, refused, outsider."""

import json
import re

import pytest
from sqlalchemy import select

from app.db import db
from app.wages.models import Comparison, Scheme
from tests.cast import FOUNDED_ON
from tests.wages.workshop import HOURLY, NOW, adopt, pots, work

GUARANTEE = '{"greatest":{"terms":[{"piece":{}},{"hourly":{"rate":"8"}}]}}'
DRAFT = "/wages/schemes/draft"


@pytest.fixture
def month(person, freeze):
    freeze(NOW)
    adopt(HOURLY, "Hourly", FOUNDED_ON, 1)
    item = pots()
    work(person("Emil"), person("Dora"), 3, 20, item)
    work(person("Ana"), person("Dora"), 3, 12, item)
    db.commit()


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text))


def written(browser, **fields):
    return browser.get(DRAFT, query_string={"terms": GUARANTEE, **fields})


def names(page):
    """The name of the field under each label."""
    return dict(re.findall(r'<label for="(\w+)"[^>]*>([^<]+)</label>', page.text))


def field(page, label):
    return next(name for name, text in names(page).items() if text == label)


def test_a_known_scheme_begins_with_what_an_hour_earns_here(month, as_member):
    page = as_member("Emil").get(DRAFT, query_string={"preset": "guaranteed-piece"})
    assert "10 an hour" in words(page)
    assert page.status_code == 200


def test_a_number_changed_shows_at_once_what_it_would_pay(month, as_member):
    browser = as_member("Emil")
    before = written(browser)
    assert "You: €80.00 → €100.00, €20.00 more." in words(before)
    assert "The bill: €160.00 → €164.00, €4.00 more." in words(before)
    after = written(browser, **{field(before, "Rate an hour"): "7,5"})
    assert "7.5 an hour" in words(after)
    assert "1 member gets more, 1 member gets less" in words(after)
    assert "Ana" not in after.text


def test_what_is_no_number_is_said_at_its_field_and_kept(month, as_member):
    browser = as_member("Emil")
    name = field(written(browser), "Rate an hour")
    page = written(browser, **{name: "ten"})
    assert page.status_code == 422
    assert 'value="ten"' in page.text
    assert f'aria-describedby="{name}-error"' in page.text
    assert f'href="#{name}"' in page.text


def test_a_part_is_taken_away_and_another_put_around(month, as_member):
    browser = as_member("Emil")
    assert "Each member is paid piece rates for what was made." in words(
        written(browser, p2="away")
    )
    assert "scaled so that all together get" in words(written(browser, p0="fit"))


def test_what_cannot_be_computed_says_for_whom(month, as_member):
    page = as_member("Emil").get(DRAFT, query_string={"preset": "tariff-grid"})
    assert "It cannot be computed as it stands." in words(page)
    assert page.status_code == 200


@pytest.mark.parametrize("terms", ["", "[", "{}", '{"magic":{}}', "[" * 5000])
def test_an_address_without_a_scheme_in_it_is_refused(terms, month, as_member):
    assert as_member("Emil").get(DRAFT, query_string={"terms": terms}).status_code == 422


def test_a_draft_is_named_kept_and_compared(month, as_member):
    browser = as_member("Emil")
    page = written(browser, name="")
    terms = re.search(r'name="terms" value="([^"]+)"', page.text)[1].replace("&#34;", '"')
    answer = browser.post("/wages/schemes", data={"name": "Ours", "terms": terms, "propose": "yes"})
    kept = db.session.scalars(select(Scheme).where(Scheme.name == "Ours")).one()
    assert json.loads(kept.terms) == json.loads(GUARANTEE)
    comparison = db.session.scalars(select(Comparison)).one()
    assert comparison.schemes == [1, kept.id]
    assert answer.headers["Location"].endswith(
        f"/wages/comparisons/{comparison.id}/proposal?scheme={kept.id}"
    )


def test_another_scheme_is_made_from_a_kept_one(month, as_member):
    assert "10 an hour" in words(as_member("Emil").get(f"{DRAFT}?scheme=1"))
    assert as_member("Emil").get(f"{DRAFT}?scheme=99").status_code == 404


def test_an_outsider_makes_no_scheme(app, client):
    assert "/sign-in" in client.get(DRAFT).headers["Location"]
