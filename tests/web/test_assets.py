"""The addresses of static files in the head of every page."""

import re


def test_every_file_that_a_page_names_is_there(client):
    page = client.get("/sign-in").text
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert {"/static/app.css", "/static/lib/htmx.min.js"} <= set(named)
    for address in named:
        with client.get(address) as answer:
            assert answer.status_code == 200


def test_the_addresses_follow_where_the_program_is_mounted(client):
    page = client.get("/sign-in", environ_overrides={"SCRIPT_NAME": "/artel"}).text
    assert 'href="/artel/static/app.css"' in page
