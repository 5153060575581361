"""A comparison looked at: against a fund, without goods, with other numbers."""

import re
from datetime import date

import pytest

from app.db import db
from app.wages.models import Comparison
from tests.cast import FOUNDED_ON
from tests.wages.workshop import HOURLY, NOW, adopt, pots, work

WITH_GOODS = {"sum": [{"piece": {}}, {"goods": {"per": "member", "value": "31"}}]}


@pytest.fixture
def compared(person, freeze, as_member):
    """March: Emil's 20 pots and Ana's 12, in eight hours each."""
    freeze(NOW)
    adopt(HOURLY, "Hourly", FOUNDED_ON, 1)
    adopt(WITH_GOODS, "With goods", date(2026, 4, 1), 2)
    item = pots()
    work(person("Emil"), person("Dora"), 3, 20, item)
    work(person("Ana"), person("Dora"), 3, 12, item)
    db.commit()
    browser = as_member("Emil")
    answer = browser.post(
        "/wages/comparisons",
        data={"schemes": ["1", "2"], "from_on": "2026-03-01", "to_on": "2026-03-31"},
    )
    return answer.headers["Location"]


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_a_fund_is_held_against_the_bill_of_each_month(compared, as_member):
    page = as_member("Emil").get(compared, query_string={"fund": "170,50"})
    assert "“Hourly” exceeds the fund in 0 months of 1." in words(page)
    assert "“With goods” exceeds the fund in 1 month of 1." in words(page)


def test_goods_are_taken_out_of_everybodys_pay(compared, as_member):
    browser = as_member("Emil")
    own = r"With goods: €(\d+\.00) more"
    with_goods = browser.get(compared)
    assert re.search(own, words(with_goods))[1] == "51.00"  # 20 pots and goods of 31, against 80
    without = browser.get(compared, query_string={"without_goods": "y"})
    assert re.search(own, words(without))[1] == "20.00"


def test_a_living_wage_that_is_no_number_comes_back(compared, as_member):
    page = as_member("Emil").get(compared, query_string={"living_wage": "much"})
    assert page.status_code == 422
    assert 'value="much"' in page.text


def test_figures_of_few_are_not_told(compared, as_member):
    """Two members have hours: nobody learns how many of them are below the living wage."""
    page = as_member("Emil").get(compared, query_string={"living_wage": "11"})
    assert re.search(r"Below the living wage .{0,200}? above\. – – ", words(page))
    assert "Who gains and loses, by site and grade" not in words(page)


def test_every_figure_says_what_it_means(compared, as_member):
    page = as_member("Emil").get(compared)
    for name in ("Gini", "P90 : P10", "Swing", "Solidarity", "Incentive"):
        assert re.search(rf"<summary>{name}</summary><p class=\"quiet\">\w+", page.text)


def test_other_numbers_are_tried_on_the_same_work(compared, as_member):
    browser = as_member("Emil")
    address = f"{compared}/variations/1"
    before = browser.get(address)
    assert "You: €80.00 → €80.00, the same." in words(before)
    assert before.text.count('<th scope="col" class="figure">') == 2, "the first stands there once"
    name = re.search(r'<label for="(\w+)">Rate an hour', before.text)[1]
    terms = re.search(r'name="terms" value="([^"]+)"', before.text)[1].replace("&#34;", '"')
    after = browser.get(address, query_string={"terms": terms, name: "12"})
    assert "You: €80.00 → €96.00, €16.00 more." in words(after)
    assert "Ana" not in after.text
    wrong = browser.get(address, query_string={"terms": terms, name: "twelve"})
    assert wrong.status_code == 422
    assert db.session.query(Comparison).count() == 1


def test_a_place_that_is_not_compared_is_not_there(compared, as_member):
    assert as_member("Emil").get(f"{compared}/variations/3").status_code == 404
    assert as_member("Emil").get("/wages/comparisons/9/variations/1").status_code == 404


def test_an_outsider_is_sent_to_the_door(compared, client):
    assert "/sign-in" in client.get(f"{compared}/variations/1").headers["Location"]
