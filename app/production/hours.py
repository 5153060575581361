"""The kinds of hours a shift log knows. Here, and not with the models, so that rules may know them."""

from enum import StrEnum


class HoursKind(StrEnum):
    PRODUCTIVE = "productive"
    WAITING = "waiting"
    REST = "rest"
    TRAINING = "training"
    REWORK = "rework"
