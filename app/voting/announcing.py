"""Telling open pages that a vote has changed."""

from app import live


def announce(poll_id: int) -> None:
    """To the pages that show the poll: as a card, and on its own."""
    live.changed(f"poll-{poll_id}")
    live.changed(f"turnout-{poll_id}")
