"""Attacks on a secret vote, by somebody who has all of the database, its log and its backups.

A thousand members vote at random, and each attack names a choice for every member. With the seal
it does no better than guessing among three, give or take five points; without it (the control,
which shows that the attack is one) it names many more.
"""

from statistics import fmean as mean

import pytest

from app.db import db
from app.voting.actions.closing import close_poll, open_urn
from app.voting.urn import sealing as urn
from app.voting.urn.actions import envelopes_of, opened_papers
from tests.polls import LATER, member
from tests.urns import passphrase
from tests.voting import attacks
from tests.voting.thousand import read, thousand, unsealed

CHANCE, GIVE = 1 / 3, 0.05
WAYS, OPENINGS = 20, 3
"""Of guessing at what cannot be read, and of the urn: the mean tells luck from knowledge."""

EVERY_ONE, SOME, NONE = 0.95, CHANCE + 0.1, CHANCE - GIVE
"""How many choices an attack names at least where ballots are not sealed. The order of rows with
random keys tells nothing even then."""

CHANNELS = [
    ("sqlite", attacks.by_log, EVERY_ONE),
    ("sqlite", attacks.by_place_in_a_shared_commit, SOME),
    ("sqlite", attacks.by_order, NONE),
    ("sqlite", attacks.by_archive, NONE),
    ("postgresql", attacks.by_xmin, EVERY_ONE),
    ("postgresql", attacks.by_ctid, NONE),
    ("postgresql", attacks.by_order, NONE),
    ("postgresql", attacks.by_archive, NONE),
]


KINDS = ["sqlite", "postgresql"]
SEALED = [(kind, True) for kind in KINDS]
UNSEALED = [(kind, False) for kind in KINDS]


def name_of(world):
    return f"{world[0]}-{'sealed' if world[1] else 'unsealed'}"


@pytest.fixture(scope="module", params=SEALED + UNSEALED, ids=name_of)
def held(request, beds):
    kind, sealed = request.param
    with thousand(beds(kind), sealed=sealed) as held:
        yield held


@pytest.fixture(scope="module")
def links(held, tmp_path_factory):
    """By attack the envelopes that it ascribes to voters."""
    folder = tmp_path_factory.mktemp("attacks")
    return {attack: attack(held, folder) for kind, attack, _ in CHANNELS if kind == held.kind}


def share_named(links, truth):
    """How many choices somebody names who takes these envelopes for theirs."""
    tried = [(voter, way) for voter in links for way in range(WAYS)]
    return mean(read(links[voter], way) == truth[voter] for voter, way in tried)


def test_choices_are_tied_to_names_only_without_the_seal(held, links):
    named = {attack: share_named(found, held.truth) for attack, found in links.items()}
    if held.sealed:
        assert all(abs(share - CHANCE) <= GIVE for share in named.values()), named
    else:
        least = {attack: share for kind, attack, share in CHANNELS if kind == held.kind}
        assert all(share >= least[attack] for attack, share in named.items()), named


def test_no_choice_is_stored_that_is_not_sealed(held, links):
    """In the archive, and on SQLite in the database file and its log."""
    stored = [*links[attacks.by_archive].values(), *(path.read_bytes() for path in held.files)]
    marks = [unsealed(choice)[:16] for choice in ("against", "abstain")]
    assert any(mark in one for mark in marks for one in stored) is not held.sealed


@pytest.mark.parametrize("held", SEALED, indirect=True, ids=name_of)
@pytest.mark.parametrize("shuffled", [True, False], ids=["shuffled", "in-order"])
def test_the_opened_list_says_nothing_of_the_envelopes(held, links, shuffled, monkeypatch):
    """Who links names to envelopes has the order of the envelopes, and now that of the ballots.
    The control opens them in order."""
    if not shuffled:
        monkeypatch.setattr(urn.secrets.SystemRandom, "shuffle", lambda *_: None)
    known = links[attacks.by_log if held.kind == "sqlite" else attacks.by_xmin]
    named = mean(_share_by_order(held, known) for _ in range(OPENINGS))
    if shuffled:
        assert abs(named - CHANCE) <= GIVE
    else:
        assert named == 1


def _share_by_order(held, known):
    """How many choices somebody names who takes the list to be in the order of the envelopes."""
    order = envelopes_of(held.poll_id)
    opened = dict(zip(order, _opened(held.poll_id), strict=True))
    return mean(opened[sealed] == held.truth[voter] for voter, sealed in known.items())


def _opened(poll_id):
    """The list as it would be published; nothing is committed."""
    close_poll(poll_id, by=None, at=LATER, on=LATER.date())
    for name in ("Emil", "Goran"):
        own = {"by": member(name).id, "passphrase": passphrase(name)}
        open_urn(poll_id, **own, at=LATER, on=LATER.date())
    papers = opened_papers(poll_id)
    db.rollback()
    return papers
