"""The sealed urn: keys, shares, envelopes, and what is published of them."""

import hashlib
from collections import Counter
from itertools import combinations

import pytest

from app.voting.rules.tracker import WORDS, head_of, tracker
from app.voting.urn import sealing as urn

BALLOTS = ["for"] * 5 + ["against"] * 3 + ["abstain"] * 2
is_ballot = frozenset(BALLOTS).__contains__


@pytest.fixture(scope="module")
def holders():
    return [urn.PrivateKey.generate() for _ in range(3)]


@pytest.fixture(scope="module")
def key(holders):
    return urn.new_poll_key([bytes(holder.public_key) for holder in holders], needed=2)


@pytest.fixture(scope="module")
def shares(holders, key):
    pairs = zip(key.shares, holders, strict=True)
    return [urn.open_share(share, bytes(holder)) for share, holder in pairs]


@pytest.fixture(scope="module")
def envelopes(key):
    return [urn.seal_ballot(choice, key.public) for choice in BALLOTS]


@pytest.mark.parametrize("two", list(combinations(range(3), 2)))
def test_any_two_of_three_open_the_urn(two, shares, envelopes, key):
    opened = urn.open_urn(envelopes, [shares[index] for index in two], key.public, is_ballot)
    assert Counter(opened) == Counter(BALLOTS)


def test_one_share_does_not_open_it(shares, envelopes, key):
    with pytest.raises(urn.UrnDoesNotOpen):
        urn.open_urn(envelopes, shares[:1], key.public, is_ballot)


def test_another_scrutineers_share_is_closed_to_me(holders, key):
    with pytest.raises(urn.UrnDoesNotOpen):
        urn.open_share(key.shares[0], bytes(holders[1]))


def test_an_altered_envelope_is_noticed(shares, envelopes, key):
    altered = envelopes[0][:-1] + bytes([envelopes[0][-1] ^ 1])
    with pytest.raises(urn.UrnDoesNotOpen):
        urn.open_urn([altered, *envelopes[1:]], shares[:2], key.public, is_ballot)


def test_what_is_no_ballot_is_noticed(shares, key):
    stuffed = urn.SealedBox(urn.PublicKey(key.public)).encrypt(b"twice for".ljust(16))
    with pytest.raises(urn.UrnDoesNotOpen):
        urn.open_urn([stuffed], shares[:2], key.public, is_ballot)


def test_all_envelopes_have_one_length_and_no_two_are_alike(envelopes):
    assert len({len(envelope) for envelope in envelopes}) == 1
    assert len(set(envelopes)) == len(envelopes)


def test_the_order_of_the_opened_ballots_is_drawn(shares, envelopes, key):
    orders = {tuple(urn.open_urn(envelopes, shares[:2], key.public, is_ballot)) for _ in range(20)}
    assert len(orders) > 1


def test_a_passphrase_and_the_recovery_words_open_a_scrutineers_key():
    made = urn.new_scrutineer_key("over the hills and far away")
    kept = (made.wrapped, made.wrapped_by_words)
    private = urn.unwrap(kept, "over the hills  and far away")
    assert urn.unwrap(kept, made.recovery_words) == private
    assert len(made.recovery_words.split()) == 16
    with pytest.raises(urn.WrongPassphrase):
        urn.unwrap(kept, "over the hills")
    changed = urn.rewrap(private, "through the valley")
    assert urn.unwrap((changed, made.wrapped_by_words), "through the valley") == private


def test_a_tracker_is_eight_words_of_a_list_without_doubles():
    assert len(WORDS) == len(set(WORDS)) == 256
    digest = hashlib.sha256(b"an envelope").digest()
    assert tracker(b"an envelope") == " ".join(WORDS[byte] for byte in digest[:8])


def test_the_head_is_the_same_in_any_order_and_other_for_another_envelope(envelopes):
    assert head_of(envelopes) == head_of(reversed(envelopes))
    assert head_of(envelopes) != head_of(envelopes[1:])
    lines = sorted(hashlib.sha256(envelope).hexdigest() for envelope in envelopes)
    by_hand = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    assert head_of(envelopes) == by_hand
