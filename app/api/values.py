"""The kinds of values that bodies, answers and the OpenAPI document share.

Amounts, quantities and rates are decimal strings: no float comes near a vote or a wage.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

LARGEST_ID = 2**31 - 1
"""What an id column of every database holds."""

Id = Annotated[int, Meta(ge=1, le=LARGEST_ID)]
Amount = Annotated[
    str, Meta(pattern=r"^-?[0-9]+(\.[0-9]+)?$", max_length=30, description="A decimal string.")
]
Positive = Annotated[
    str,
    Meta(pattern=r"^[0-9]+(\.[0-9]+)?$", max_length=30, description="A decimal string, 0 or more."),
]
# A dollar sign alone would let a last line break pass.
Line = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*(?!\n)$")]
# PostgreSQL takes no NUL in a text.
Text = Annotated[str, Meta(max_length=20_000, pattern=r"^[^\x00]*$")]

Moment = Annotated[datetime, Meta(tz=True, description="With its time zone, such as Z for UTC.")]


class Body(Struct, kw_only=True, forbid_unknown_fields=True):
    """What a caller sends: a name that is not known here is refused, not passed over."""


class Deed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What a motion does when it is carried: its kind, and values of that kind."""


class Answer(Struct, kw_only=True):
    """What a caller gets. More names may follow: pass over those that you do not know."""


class Page(Body):
    """Which part of a list."""

    limit: Annotated[int, Meta(ge=1, le=500, description="At most so many.")] = 100
    offset: Annotated[int, Meta(ge=0, le=LARGEST_ID, description="After so many.")] = 0


class Problem(Answer):
    """Why a call was refused (RFC 9457). Nothing was written."""

    type: Annotated[str, Meta(description="`urn:artel:` and the broken rule, or `about:blank`.")]
    title: str
    status: int
    detail: str
    where: Annotated[str, Meta(description="The field that cannot be taken.")] = ""
