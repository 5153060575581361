"""A result as a bar: the votes side by side, with the number that had to be for."""

from flask_babel import gettext

from app.charts.votes import VoteBar, Votes, vote_bar
from app.voting.rules.tally import Result
from app.voting.verdicts import PollResult
from app.web.language import figure


def result_bar(result: PollResult | None) -> VoteBar | None:
    """None where no ballot came in, and of a vote between options."""
    if not isinstance(result, Result):
        return None
    tally, needed = result.tally, result.needed
    if not tally.valid:
        return None
    return vote_bar(
        gettext("How the votes lie"),
        [
            Votes("for", gettext("For"), tally.votes_for, figure(tally.votes_for)),
            Votes("against", gettext("Against"), tally.against, figure(tally.against)),
            Votes("abstain", gettext("Abstained"), tally.abstain, figure(tally.abstain)),
        ],
        needed=needed,
        needed_label=gettext("%(needed)s needed", needed=figure(needed)) if needed else "",
    )
