"""Dated decision rules: who decides what, by which majority."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bylaws.rules.matters import Matter as Matter
from app.db import Model
from app.record.models import Decision


class Rule(Model):
    """The rule for a matter from a day on. The rule on a day is the latest on or before it."""

    __tablename__ = "rule"
    __table_args__ = (Index("ix_rule_matter_from", "matter", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter: Mapped[Matter]
    clause: Mapped[str] = mapped_column(String(40), default="")
    """The place in the written bylaws: "§ 7"."""
    definition: Mapped[dict[str, Any]]
    """The typed rule, as `bylaws.rules.DecisionRule.to_json` writes it."""
    text: Mapped[str] = mapped_column(Text, default="")
    """The words of the bylaw, where the co-op has its own."""
    from_on: Mapped[date]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    at: Mapped[datetime]

    decision: Mapped[Decision] = relationship(viewonly=True)
