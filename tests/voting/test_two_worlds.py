"""Whoever reads the pages, the exports, the interface, the live stream or the log of an open secret
vote reads the same in two worlds, in which the choices of two members are swapped.

In the control the program counts early and says in its log what it seals: then they differ.
"""

import io
import json
import logging
import re
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask_babel import force_locale
from sqlalchemy import delete, select, update

from app import live
from app.db import db
from app.members.tokens import make_token
from app.voting import queries
from app.voting.actions.closing import close_poll
from app.voting.models import Envelope, RollEntry
from app.voting.queries import poll_view
from app.voting.urn import sealing as urn
from app.voting.urn.actions import envelopes_of
from app.web.idempotency import KeptAnswer
from tests.every_address import crawl
from tests.polls import AT, LATER
from tests.voting.thousand import unsealed

WORLDS = [("for", "against"), ("against", "for")]
"""What Ana chooses, and what Chen."""

KEY = "one-and-the-same-key"
_ANEW = re.compile("<input[^>]*(?:idempotency_key|csrf_token)[^>]*>")
"""What differs at every rendering."""


@pytest.fixture
def readers(freeze, as_member, client, person, app):
    """A member who is a scrutineer, the operator, an outsider, and the member's program."""
    freeze(AT)
    people = {name: (as_member(name), None) for name in ("Emil", "Olga")}
    return people | {"nobody": (client, None), "a program": program(app, person("Emil"))}


def program(app, member):
    token = make_token(member.id, name="spreadsheet", at=AT)
    db.commit()
    return app.test_client(), {"Authorization": f"Bearer {token}"}


@pytest.fixture
def vote(app, as_member, person):
    """Ana on her page, Chen by his program."""
    ana, (chen, token) = as_member("Ana"), program(app, person("Chen"))

    def by_ana(poll_id, choice):
        form = {"choice": choice, "idempotency_key": KEY}
        assert ana.post(f"/polls/{poll_id}/envelope", data=form).status_code == 200

    def by_chen(poll_id, choice):
        sent = {"data": json.dumps({"choice": choice}), "content_type": "application/json"}
        headers = token | {"Idempotency-Key": KEY}
        answer = chen.post(f"/api/v1/polls/{poll_id}/ballot", **sent, headers=headers)
        assert answer.status_code == 201

    return by_ana, by_chen


@contextmanager
def listening():
    """What every logger says, at its most talkative."""
    said, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(said), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield said
    root.removeHandler(handler)
    root.setLevel(level)


def streamed(app, poll_id):
    """What the live stream sends of the poll, in each language."""
    with app.app_context(), app.test_request_context():
        for language in ("en", "es"):
            with force_locale(language):
                yield from (live.part(f"{topic}-{poll_id}") for topic in ("poll", "turnout"))


def world(app, poll_id, readers, vote, choices, *, everywhere):
    """All that can be read while this vote is held, by where; afterwards nobody has voted."""
    read = {}
    for number, (cast, choice) in enumerate(zip(vote, choices, strict=True), 1):
        with listening() as said:
            cast(poll_id, choice)
        read[f"{number}: the log"] = said.getvalue()
        read[f"{number}: the stream"] = list(streamed(app, poll_id))
        for name, (browser, headers) in readers.items():
            for address in (f"/polls/{poll_id}", f"/api/v1/polls/{poll_id}"):
                read[f"{number}: {name} {address}"] = browser.get(address, headers=headers).text
    read["kept"] = db.session.execute(
        select(KeptAnswer.actor_id, KeptAnswer.route, KeptAnswer.body_hash, KeptAnswer.body)
    ).all()
    for name, (browser, headers) in readers.items() if everywhere else ():
        for address, text in crawl(app, browser, headers, tried=(poll_id,)).items():
            read[f"{name} {address}"] = text
    for model in (Envelope, KeptAnswer):
        db.session.execute(delete(model))
    db.session.execute(update(RollEntry).values(signed=False))
    db.commit()
    return {
        where: _ANEW.sub("", text) if isinstance(text, str) else text
        for where, text in read.items()
    }


def which_differ(app, poll, readers, vote, *, everywhere=False):
    db.commit()
    one, other = (
        world(app, poll.id, readers, vote, choices, everywhere=everywhere) for choices in WORLDS
    )
    assert one.keys() == other.keys()
    return {where for where, text in one.items() if text != other[where]}


def test_two_swapped_choices_change_nothing_that_anybody_reads(
    app, database, secret_poll, readers, vote
):
    """Every address that can be read, once: the other database has the same pages."""
    everywhere = database == "sqlite"
    assert which_differ(app, secret_poll(), readers, vote, everywhere=everywhere) == set()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_program_that_counts_early_is_found_out(app, secret_poll, readers, vote, monkeypatch):
    def sealed(paper, *_):
        logging.getLogger("artel").debug("sealed: %s", paper)
        return unsealed(paper)

    def early(poll_id, reader_id=0):
        """How many were for in the place of how many have voted."""
        votes = [sealed.startswith(b"for") for sealed in envelopes_of(poll_id)]
        return replace(poll_view(poll_id, reader_id), signed=sum(votes))

    monkeypatch.setattr(urn, "seal_ballot", sealed)
    monkeypatch.setattr(queries, "poll_view", early)
    found = which_differ(app, secret_poll(), readers, vote)
    assert {
        "1: the log",
        "1: the stream",
        "1: Emil /polls/1",
        "1: a program /api/v1/polls/1",
    } <= found


def likeness(page):
    """The page without what differs from poll to poll: numbers, seals, trackers."""
    for pattern in ("[0-9a-f]{64}", "(?:[a-z]+ ){7}[a-z]+(?=<)", r"\d+"):
        page = re.sub(pattern, "…", page)
    return page


@pytest.mark.parametrize("close", [False, True], ids=["open", "closed"])
def test_no_page_changes_with_the_choices_before_the_urn_is_opened(
    secret_poll, vote_secretly, as_member, freeze, close
):
    """The same vote twice, once all for and once all against."""
    freeze(AT)
    igor, shown = as_member("Igor"), []
    for number, choice in ((1, "for"), (2, "against")):
        opened = secret_poll(number=number, title="Bread")
        vote_secretly(opened, choice, "Ana", "Chen", "Dora")
        if close:
            close_poll(opened.id, by=None, at=LATER, on=LATER.date())
        view = poll_view(opened.id)
        assert (view.result_json, view.outcome, view.paper, view.signed) == (None, None, None, 3)
        pages = [igor.get(f"/polls/{opened.id}{page}") for page in ("", "/ballots", "/urn")]
        assert {page.status_code for page in pages} == {200}
        shown.append([likeness(page.text) for page in pages])
    assert shown[0] == shown[1]
