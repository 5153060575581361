"""An assembly as a calendar file (RFC 5545)."""

from datetime import timedelta

from icalendar import Calendar, Event

from app.assemblies import queries
from app.assemblies.models import Assembly
from app.assemblies.rules import State


def calendar_of(assembly: Assembly, address: str) -> bytes:
    """The assembly with its agenda, for two hours; one that was called off says so."""
    calendar = Calendar()
    calendar.add("prodid", "-//Artel//assemblies//EN")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"{assembly.id}@{address}")
    event.add("dtstamp", assembly.convened_at)
    event.add("dtstart", assembly.starts_at)
    event.add("dtend", assembly.starts_at + timedelta(hours=2))
    event.add("summary", assembly.title)
    event.add("location", assembly.place)
    event.add("url", address)
    event.add("description", "\n".join(_agenda(assembly)))
    cancelled = queries.assembly_state(assembly) is State.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _agenda(assembly: Assembly) -> list[str]:
    return [f"{item.position}. {item.title}" for item in queries.agenda(assembly.id)]
