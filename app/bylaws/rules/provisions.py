"""What a rule says beside how its vote is judged: who opens the urn of a secret ballot, when a
petition puts a recall to the vote, how many terms in a row somebody holds an office."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.bylaws.rules.condition_json import amount_to_json, parse_amount
from app.bylaws.rules.conditions import Amount, Number, Numbers, Share, names_in, size
from app.bylaws.rules.fields import check_keys, count
from app.errors import InvalidInput
from app.members.offices import Office
from app.sentences import say

MOST_KEYS = 15
FEWEST_TO_OPEN = 2
FEWEST_SIGNATURES = 2
ANY_OFFICE = "any"


@dataclass(frozen=True, slots=True)
class UrnKeys:
    """The private key of an urn is split among so many scrutineers (`keys`), of whom `needed`
    open it together."""

    keys: int
    needed: int

    def to_json(self) -> dict[str, Any]:
        return {"keys": self.keys, "needed": self.needed}


@dataclass(frozen=True, slots=True)
class PetitionRule:
    """With so many signatures a recall is put to the vote: an amount that names no other number
    than the entitled, who are here the unit's full members. `within_days`: after so many days a
    petition without them is over; 0 for no end."""

    signatures: Amount
    within_days: int = 0

    def needed(self, full_members: int) -> int:
        """Rounded up; two at least, so that nobody calls a vote alone."""
        share = size(self.signatures, Numbers(0, 0, 0, full_members))
        return max(FEWEST_SIGNATURES, -(-share.numerator // share.denominator))

    def to_json(self) -> dict[str, Any]:
        return {"signatures": amount_to_json(self.signatures), "within_days": self.within_days}


USUAL_PETITION = PetitionRule(Share(Fraction(1, 5), Number.ENTITLED))
"""Where the bylaws say nothing: a fifth, which is what Spain's law on co-operatives (27/1999,
art. 23) asks for to call a general assembly."""


@dataclass(frozen=True, slots=True)
class TermLimits:
    """So many terms in a row at most; 0 for no limit. `others`: the offices with another number
    than the rest."""

    usual: int = 0
    others: tuple[tuple[Office, int], ...] = ()

    def of(self, office: Office) -> int:
        return dict(self.others).get(office, self.usual)

    def __bool__(self) -> bool:
        return bool(self.usual or self.others)

    def to_json(self) -> dict[str, Any]:
        usual = {ANY_OFFICE: self.usual} if self.usual else {}
        return usual | {str(office): most for office, most in self.others}


NO_LIMITS = TermLimits()


def parse_urn(data: object, where: str) -> UrnKeys | None:
    """Raises InvalidInput naming the place of the fault, as the others here do."""
    if data is None:
        return None
    fields = _object(data, where)
    check_keys(fields, {"keys", "needed"}, where)
    urn = UrnKeys(count(fields, "keys", 0, where), count(fields, "needed", 0, where))
    if not FEWEST_TO_OPEN <= urn.needed <= urn.keys <= MOST_KEYS:
        raise InvalidInput(
            say(
                "An urn has from two to %(most)s keys, and two of them at least open it.",
                most=MOST_KEYS,
            ),
            where,
        )
    return urn


def parse_petition(data: object, where: str) -> PetitionRule | None:
    if data is None:
        return None
    fields = _object(data, where)
    check_keys(fields, {"signatures", "within_days"}, where)
    signatures = parse_amount(fields.get("signatures"), f"{where}.signatures")
    if any(number is not Number.ENTITLED for number in names_in(signatures)):
        raise InvalidInput(
            say("Signatures are a number, or a share of the entitled."), f"{where}.signatures"
        )
    return PetitionRule(signatures, count(fields, "within_days", 0, where))


def parse_terms(data: object, where: str) -> TermLimits:
    """From the most terms in a row by office, or of "any" other one."""
    fields = _object(data, where)
    check_keys(fields, {ANY_OFFICE, *Office}, where)
    others = [(office, count(fields, office, 0, where)) for office in Office if office in fields]
    return TermLimits(count(fields, ANY_OFFICE, 0, where), tuple(others))


def _object(data: object, where: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise InvalidInput(say("A part of a decision rule is an object."), where)
    return data
