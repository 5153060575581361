"""What the pages of a proxy show of the reader: who votes for them, and for whom they vote."""

from typing import Any

from app.coop import today
from app.voting.forms import ProxyForm
from app.voting.roll.proxies import names_of, voters_of
from app.voting.rules.proxies import Standing
from app.web.forms import somebody


def own_vote(standing: Standing, unit_id: int, reader_id: int) -> dict[str, Any]:
    """As "voting/_proxy.html" and "voting/_proxy_state.html" show it, where a unit decides."""
    holder = standing.given.get(reader_id)
    return {
        "holder": names_of([holder])[0] if holder else None,
        "held": names_of(standing.held_by(reader_id)),
        "is_voter": any(one.id == reader_id for one in voters_of(unit_id, today())),
    }


def proxy_form(unit_id: int, reader_id: int) -> ProxyForm:
    """To whom the reader may give their vote."""
    form = ProxyForm()
    voters = voters_of(unit_id, today())
    form.holder_id.choices = somebody({one.id: one.name for one in voters if one.id != reader_id})
    return form
