"""Votes of the whole colony: so many members each way."""

from datetime import date, datetime, timedelta

from app.demo.kuzbass.cast import Colony, at
from app.demo.story import Votes, decide, vote
from app.enactment.actions import carry_on
from app.motions.models import Amendment, EffectKind, Motion
from app.motions.rules.effects import Effect
from app.voting.actions.opening import open_poll

NOTHING = Effect(EffectKind.RESOLUTION, {})


def decided(
    colony: Colony,
    title: str,
    text: str,
    reason: str,
    effect: Effect,
    *,
    movers: tuple[str, str],
    tally: tuple[int, int, int],
    on: date,
    commences_on: date | None = None,
) -> Motion:
    """A motion of the whole colony; a week for the vote."""
    mover, seconder = movers
    return decide(
        title=title,
        text=text,
        reason=reason,
        effect=effect,
        unit_id=colony.units["colony"].id,
        mover=colony.id(mover),
        seconder=colony.id(seconder),
        votes=votes(colony, *tally),
        submitted_at=at(on),
        vote_days=7,
        commences_on=commences_on,
    )


def put(
    colony: Colony,
    motion: Motion,
    opened: datetime,
    tally: tuple[int, int, int],
    amendment: Amendment | None = None,
) -> None:
    ends = opened + timedelta(days=5)
    by = colony.id("margit")
    poll = open_poll(
        motion, by=by, at=opened, on=opened.date(), closes_at=ends, amendment=amendment
    )
    vote(poll, votes(colony, *tally), at=opened + timedelta(hours=4))
    carry_on(on=ends.date(), at=ends)


def votes(colony: Colony, for_: int, against: int, abstain: int) -> Votes:
    """So many members each way, in the order of the file; the rest stays away."""
    ids = colony.ids(*colony.full_members())
    yes, no = for_, for_ + against
    return Votes(ids[:yes], ids[yes:no], ids[no : no + abstain])
