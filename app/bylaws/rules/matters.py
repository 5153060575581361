"""What members decide about. Each matter has its own decision rule."""

from enum import StrEnum

from app.sentences import Sentence, say


class Matter(StrEnum):
    WAGE_SCHEME = "wage-scheme"
    RATES = "rates"
    ADMISSION = "admission"
    OFFICE = "office"
    BYLAW = "bylaw"
    SPENDING = "spending"
    RESOLUTION = "resolution"


NAMES: dict[Matter, Sentence] = {
    Matter.WAGE_SCHEME: say("wages"),
    Matter.RATES: say("piece rates and norms"),
    Matter.ADMISSION: say("admissions"),
    Matter.OFFICE: say("offices"),
    Matter.BYLAW: say("bylaws"),
    Matter.SPENDING: say("spending"),
    Matter.RESOLUTION: say("resolutions"),
}
"""Each matter as it stands in a sentence: "needed to decide on wages"."""
