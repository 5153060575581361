"""The door: what it turns away before any view runs."""

import pytest

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
