"""What to run to count a vote between options again, away from Artel and its database."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.bylaws.rules.conditions import Compare, Condition, Number, Relation, Share
from app.bylaws.rules.decisions import DecisionRule
from app.money import parse_decimal
from app.motions.models import Method
from app.voting.queries import PollView


@dataclass(frozen=True, slots=True)
class Recount:
    """`line`: the command, its titles quoted for a shell, as members may write what they like.
    `whole`: whether it asks all that the bylaw asks of an option against "none of these"."""

    line: str
    whole: bool


def recount_of(
    poll: PollView, titles: Sequence[str], rule: DecisionRule, roll_hash: str
) -> Recount:
    """`titles`: the options in their order, "none of these" last."""
    method = Method.SCORE if poll.method is Method.DOTS else poll.method
    lot = ("--tie-seed", poll.seed) if poll.seed else ("--list-hash", roll_hash)
    file = f"poll-{poll.id}-papers.csv"
    words = ["artel", "voting", "count", file, "--method", method, "--seats", str(poll.seats), *lot]
    if "default" not in poll.ballot:
        return Recount(shlex.join(words), whole=True)
    bylaw = _ratio(rule.majority)
    ratio = max(parse_decimal(poll.ballot["ratio"]), bylaw or Fraction(1))
    *others, default = titles
    words += ["--default-option", default]
    if ratio != 1:
        words += [word for title in others for word in ("--ratio", f"{title}={ratio}")]
    return Recount(shlex.join(words), whole=bylaw is not None and rule.quorum is None)


def _ratio(majority: Condition) -> Fraction | None:
    """A majority as so many for each one against, to be exceeded; None if it says otherwise."""
    match majority:
        case Compare(Number.FOR, Relation.MORE, Share(share, Number.AGAINST, 0)):
            return share
        case Compare(Number.FOR, Relation.MORE, Share(share, Number.CAST, 0)) if share < 1:
            return share / (1 - share)
    return None
