"""The kinds of hours in a shift log: apart from the models, so that rules may know them."""

from enum import StrEnum


class HoursKind(StrEnum):
    PRODUCTIVE = "productive"
    WAITING = "waiting"
    REST = "rest"
    TRAINING = "training"
    REWORK = "rework"
