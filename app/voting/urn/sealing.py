"""The cryptography of a secret vote, on PyNaCl (sealed boxes) and pycryptodome (Shamir's sharing).

A poll has a key pair of its own. What seals a ballot is public; what opens it exists only as
shares, each sealed to one scrutineer, and a scrutineer's own key is wrapped by a passphrase that
is kept nowhere. Everything here is bytes in, bytes out; nothing is stored.
"""

import secrets
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from Crypto.Protocol.SecretSharing import Shamir
from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random

from app.errors import RuleViolation
from app.sentences import say
from app.voting.rules.tracker import in_words

_HALF = 16  # Shamir's sharing works on 16 bytes; a private key has 32
_PADDED = 16  # at least: all envelopes of a poll have one length
_RECOVERY_BYTES = 16

# RFC 9106, section 4, second recommended option, as for passwords.
_OPERATIONS = 3
_MEMORY = 64 * 1024 * 1024


class WrongPassphrase(RuleViolation):
    sentence = say(
        "This is not the passphrase of your scrutineer's key. Your recovery words open it as well."
    )


class UrnDoesNotOpen(RuleViolation):
    sentence = say(
        "The urn does not open: an envelope or a share is not what it was when the vote was held. "
        "Nothing was counted. Declare the vote void and hold it again."
    )


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A scrutineer's key pair: the private half only as wrapped by a passphrase, and a second
    time by the recovery words, which are printed once."""

    public: bytes
    wrapped: bytes
    wrapped_by_words: bytes
    recovery_words: str


@dataclass(frozen=True, slots=True)
class PollKey:
    """What seals a poll's ballots, and the shares of what opens them: one a holder, in their
    order, each sealed to that holder's key."""

    public: bytes
    shares: tuple[bytes, ...]


def new_scrutineer_key(passphrase: str) -> WrappedKey:
    key, words = PrivateKey.generate(), in_words(random(_RECOVERY_BYTES))
    private = bytes(key)
    return WrappedKey(
        bytes(key.public_key), _wrap(private, passphrase), _wrap(private, words), words
    )


def unwrap(kept: Iterable[bytes], passphrase: str) -> bytes:
    """The private key from whichever wrapping the passphrase, or the recovery words, opens.
    Raises WrongPassphrase."""
    for wrapped in kept:
        salt, box = wrapped[: pwhash.argon2id.SALTBYTES], wrapped[pwhash.argon2id.SALTBYTES :]
        try:
            return SecretBox(_stretched(passphrase, salt)).decrypt(box)
        except CryptoError:
            continue
    raise WrongPassphrase


def rewrap(private: bytes, passphrase: str) -> bytes:
    """The private key under another passphrase; the recovery words stay as they are."""
    return _wrap(private, passphrase)


def new_poll_key(holders: Iterable[bytes], needed: int) -> PollKey:
    """A key pair whose private half is split among the holders (their public keys), so that any
    `needed` of them restore it; it is forgotten with this call."""
    public_keys = [PublicKey(holder) for holder in holders]
    key = PrivateKey.generate()
    private = bytes(key)
    halves = zip(
        Shamir.split(needed, len(public_keys), private[:_HALF]),
        Shamir.split(needed, len(public_keys), private[_HALF:]),
        strict=True,
    )
    shares = (bytes([index]) + first + second for (index, first), (_, second) in halves)
    sealed = (
        SealedBox(holder).encrypt(share) for holder, share in zip(public_keys, shares, strict=True)
    )
    return PollKey(bytes(key.public_key), tuple(sealed))


def hand_over(share: bytes, holder: bytes) -> bytes:
    """A share, sealed to another holder's public key."""
    return SealedBox(PublicKey(holder)).encrypt(share)


def open_share(sealed: bytes, private: bytes) -> bytes:
    """Raises UrnDoesNotOpen for a share that was not sealed to this key, or was altered."""
    return _unseal(sealed, PrivateKey(private))


def seal_ballot(paper: str, public: bytes, longest: int = 0) -> bytes:
    """An envelope, different each time. It is of one length whatever is in it, where `longest`
    is the length of the longest ballot of the poll."""
    return SealedBox(PublicKey(public)).encrypt(paper.encode().ljust(max(_PADDED, longest)))


def open_urn(
    envelopes: Iterable[bytes],
    shares: Iterable[bytes],
    public: bytes,
    is_ballot: Callable[[str], bool],
) -> list[str]:
    """The ballots in an order drawn by chance, which says nothing of their envelopes. Raises
    UrnDoesNotOpen where the shares do not give the poll's key, or an envelope holds no ballot."""
    key = PrivateKey(_joined(shares))
    if bytes(key.public_key) != public:
        raise UrnDoesNotOpen
    try:
        papers = [_unseal(envelope, key).decode().rstrip() for envelope in envelopes]
    except ValueError:
        raise UrnDoesNotOpen from None
    if not all(map(is_ballot, papers)):
        raise UrnDoesNotOpen
    secrets.SystemRandom().shuffle(papers)
    return papers


def _joined(shares: Iterable[bytes]) -> bytes:
    parts = [(share[0], share[1 : 1 + _HALF], share[1 + _HALF :]) for share in shares]
    first = Shamir.combine([(index, half) for index, half, _ in parts])
    second = Shamir.combine([(index, half) for index, _, half in parts])
    return bytes(first + second)


def _unseal(sealed: bytes, key: PrivateKey) -> bytes:
    try:
        return SealedBox(key).decrypt(sealed)
    except CryptoError:
        raise UrnDoesNotOpen from None


def _wrap(private: bytes, passphrase: str) -> bytes:
    salt = random(pwhash.argon2id.SALTBYTES)
    return salt + SecretBox(_stretched(passphrase, salt)).encrypt(private)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    """The same characters are the same passphrase, however a keyboard composes and spaces them."""
    text = " ".join(unicodedata.normalize("NFC", passphrase).split())
    return pwhash.argon2id.kdf(
        SecretBox.KEY_SIZE, text.encode(), salt, opslimit=_OPERATIONS, memlimit=_MEMORY
    )
