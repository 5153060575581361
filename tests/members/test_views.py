"""The pages about people, as their readers meet them."""

import pytest

PAGES = [
    "/",
    "/about",
    "/members",
    "/members.csv",
    "/members/me",
    "/members/me/password",
    "/members/me/resignation",
    "/units",
    "/units/1",
    "/offices",
    "/members/1",
    "/record",
    "/record/verification",
    "/decisions/1",
    "/more",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_member_reads_the_pages(address, as_member):
    assert as_member("Emil").get(address).status_code == 200
