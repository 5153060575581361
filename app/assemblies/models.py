"""Assemblies: convening, agenda, attendance."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model, unique_where
from app.members.models import Member, Unit
from app.motions.models import Motion

# A unit holds one assembly at a time, and an assembly debates one item at a time.
_IS_OPEN = "opened_at IS NOT NULL AND closed_at IS NULL"


class Assembly(Model):
    """A meeting of a unit's members. Convened by a notice, opened and closed by the chair."""

    __tablename__ = "assembly"
    __table_args__ = (unique_where("uq_assembly_open", "unit_id", where=_IS_OPEN),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime]
    convened_at: Mapped[datetime]
    convened_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship(viewonly=True)
    items: Mapped[list["AgendaItem"]] = relationship(order_by="AgendaItem.position", viewonly=True)


class AgendaItem(Model):
    """A point of the agenda; with a motion, the place where it is debated and put."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("assembly_id", "position"),
        UniqueConstraint("assembly_id", "motion_id"),
        unique_where("uq_agenda_item_open", "assembly_id", where=_IS_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    papers: Mapped[str] = mapped_column(Text, default="")
    """Papers for the item, in Markdown."""
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("motion.id"), index=True)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    assembly: Mapped[Assembly] = relationship(viewonly=True)
    motion: Mapped[Motion | None] = relationship(viewonly=True)


class Attendance(Model):
    """A member was present from–to. Leaving and coming back makes two rows."""

    __tablename__ = "attendance"
    __table_args__ = (
        unique_where("uq_attendance_present", "assembly_id", "member_id", where="left_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(viewonly=True)
