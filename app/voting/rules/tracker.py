"""What is published of an urn: its head, and words by which a member finds their envelope.

Anyone can redo both from the published envelopes; `docs/recount.py` does.
"""

import hashlib
from collections.abc import Iterable

_TEXT = """
acorn actor amber anchor anvil apple apron arch arrow ash aspen atlas autumn axle badge bagel
baker bamboo banjo barge barley barn barrel basil basket bay beach beacon bean bear beaver bell
bench berry birch bishop blanket boat bolt bonnet book boot bottle bowl branch brass bread brick
bridge broom brush bucket bugle butter button cabin cable cactus candle canoe canvas carpet
carrot castle cedar cello chalk cherry chest chisel cider circle clay cliff clock cloud clover
coal cobalt coffee comb comet compass copper coral cork cotton crane crayon creek cricket crow
crystal cup curtain daisy dawn desert diamond dolphin donkey door dough dove drum duck dune
eagle earth easel echo elbow elm ember engine falcon fern ferry fiddle field fig fjord flag
flame flint flour flute forest fork fountain fox frost galaxy garden garlic gate ginger glacier
globe glove goat gold goose grain grape grass gravel guitar gull hammer harbor harp hazel
heather heron hill hinge honey horn horse island ivory ivy jacket jaguar jasmine jewel juniper
kettle kite ladder lake lamp lantern lark laurel lemon lily linen lion lobster loom lotus magnet
maple marble meadow melon mint mirror moon moss moth mountain needle nest nickel north nutmeg
oak oasis ocean olive onion orange orchard otter owl paddle palm paper parrot path peach pearl
pebble pepper piano pigeon pillow pine planet plate plum pocket pond poppy prairie pumpkin
quartz quill rabbit raven reed ribbon rice river robin rocket rose saddle saffron sail salmon
seed silver spoon thyme tulip violet walnut wheat willow window winter wolf
"""
WORDS = tuple(_TEXT.split())
"""256 plain English words of our own choosing: one says eight bits."""

TRACKER_LENGTH = 8


def fingerprint(envelope: bytes) -> str:
    """SHA-256 of a sealed envelope, in hexadecimal."""
    return hashlib.sha256(envelope).hexdigest()


def tracker(envelope: bytes) -> str:
    """The first eight bytes of the fingerprint, a word each."""
    return in_words(hashlib.sha256(envelope).digest()[:TRACKER_LENGTH])


def in_words(data: bytes) -> str:
    return " ".join(WORDS[byte] for byte in data)


def head_of(envelopes: Iterable[bytes]) -> str:
    """What seals a whole urn: SHA-256 over the fingerprints, ascending, one a line.

    It does not depend on an order, as envelopes have none.
    """
    lines = "".join(f"{line}\n" for line in sorted(map(fingerprint, envelopes)))
    return hashlib.sha256(lines.encode()).hexdigest()
