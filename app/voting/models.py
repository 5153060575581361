"""Polls, the roll of who may vote, open ballots, and the urn of a secret vote."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.assemblies.models import AgendaItem
from app.db import Model, unique_where
from app.members.models import Member
from app.motions.models import Amendment, Method, Motion, Outcome

# A motion has one poll that stands, and so has each of its amendments; one that decided nothing
# lets it be put again. Of all these, one at a time is undecided.
_STANDS = (
    "voided_at IS NULL AND coalesce(outcome, '') <> 'inquorate'"
    " AND coalesce(outcome, '') <> 'referred'"
    " AND coalesce(outcome, '') <> 'carried-once'"
)
_UNDECIDED = "voided_at IS NULL AND coalesce(outcome, 'tied') = 'tied'"


class Poll(Model):
    """The question put. It is open from `opened_at` to `closed_at`: stored facts, set under a
    lock, never a comparison with the clock. The rule that stood at opening is kept with it."""

    __tablename__ = "poll"
    __table_args__ = (
        unique_where(
            "uq_poll_live_motion", "motion_id", where=f"{_STANDS} AND amendment_id IS NULL"
        ),
        unique_where("uq_poll_live_amendment", "amendment_id", where=_STANDS),
        unique_where("uq_poll_undecided", "motion_id", where=_UNDECIDED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"))
    """The amendment of the motion that is voted on; None: the motion itself."""
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    method: Mapped[Method] = mapped_column(default=Method.MOTION)
    seats: Mapped[int] = mapped_column(default=1)
    ballot: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What a ballot may say beside that, as `questions.ask` writes it; empty for a motion."""
    seed: Mapped[str | None] = mapped_column(String(64))
    """Of the lot that breaks ties, published at opening; None where the bylaw says what a tie
    is."""
    secret: Mapped[bool] = mapped_column(default=False)
    rule_id: Mapped[int] = mapped_column(ForeignKey("rule.id"))
    rule: Mapped[dict[str, Any]]
    """The decision rule as it holds in this vote, frozen at opening: its stage, its call."""
    roll_hash: Mapped[str] = mapped_column(String(64))
    present: Mapped[int | None]
    """How many on the roll attended at closing, where the poll belongs to an assembly."""
    entitled: Mapped[int]
    """Of how many votes the conditions of the rule speak: those on the roll, and where only who is
    present votes, those of all who could have come."""
    active: Mapped[int | None]
    """How many of them were active at opening, where the rule says who is."""
    paper_counts: Mapped[dict[str, Any] | None]
    """What two people found alike among the paper ballots; None where none were handed out."""
    urn_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What seals the ballots of a secret poll. The private half is kept nowhere."""
    urn_needed: Mapped[int | None]
    """How many scrutineers open the urn together."""
    outside: Mapped[bool] = mapped_column(default=False)
    """Whether it is held in Belenios; nobody casts a ballot here then."""
    voted_outside: Mapped[int | None]
    """How many ballots its board counted."""
    withheld: Mapped[bool] = mapped_column(default=False)
    """Whether only the verdict is told, as so few vote in secret that numbers would tell more."""
    urn_head: Mapped[str | None] = mapped_column(String(64))
    """What sealed the urn at closing, as `rules.tracker.head_of` makes it."""
    closes_at: Mapped[datetime | None]
    """When it is due to close; None: when the chair closes it."""
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    """None with `closed_at` set: it closed by itself when due."""
    casting: Mapped[str | None] = mapped_column(String(30))
    """The chair's vote that decided a tie: for, against, or the number of an option."""
    casting_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    casting_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    void_reason: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[Outcome | None]
    result: Mapped[dict[str, Any] | None]
    """The count and the verdict, as `Result.to_json` (for and against) or `Selection.to_json`
    (options) writes them."""

    motion: Mapped[Motion] = relationship(viewonly=True)
    amendment: Mapped[Amendment | None] = relationship(viewonly=True)
    agenda_item: Mapped[AgendaItem | None] = relationship(viewonly=True)


class PollOption(Model):
    """An option as it stood when the poll opened. `option_id` is None for "none of these"."""

    __tablename__ = "poll_option"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(200))
    option_id: Mapped[int | None] = mapped_column(ForeignKey("motion_option.id"))


class RollEntry(Model):
    """One member entitled in this poll, frozen at opening. `signed`: the ballot is in."""

    __tablename__ = "roll_entry"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    votes: Mapped[int] = mapped_column(default=1)
    """More than one only for a delegate, where the rule says so."""
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    """Who votes for this member, by the proxy that stood when the vote opened."""
    signed: Mapped[bool] = mapped_column(default=False)
    on_paper: Mapped[bool] = mapped_column(default=False)
    """They were handed a paper ballot: the vote online is shut for them."""

    member: Mapped[Member] = relationship(foreign_keys=[member_id], viewonly=True)


class PaperCount(Model):
    """What one person found among the paper ballots of a poll; their latest one holds, once it is
    complete."""

    __tablename__ = "paper_count"

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    counts: Mapped[dict[str, Any]]
    """How many papers say what, in the texts of `rules.marks`."""
    complete: Mapped[bool] = mapped_column(default=True)
    """Whether that is all of them: a long count is entered pile by pile."""
    at: Mapped[datetime]


class BoardResult(Model):
    """The result of a vote held outside, as its public board has it; the last one holds."""

    __tablename__ = "board_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(128))
    """The hash of the election by which everybody finds the board."""
    file_name: Mapped[str] = mapped_column(String(200))
    file: Mapped[bytes] = mapped_column(LargeBinary)
    file_hash: Mapped[str] = mapped_column(String(64))
    """The file's SHA-256."""
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]


class Proxy(Model):
    """A member lets another one vote for them on a motion. It stands until it is revoked, and is
    written into the roll when a vote on the motion opens."""

    __tablename__ = "proxy"
    __table_args__ = (
        unique_where("uq_proxy_standing", "motion_id", "giver_id", where="revoked_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class AssemblyProxy(Model):
    """A member lets another one vote for them in all votes of an assembly. It stands until it is
    revoked, and is written into the roll of each vote when that opens."""

    __tablename__ = "assembly_proxy"
    __table_args__ = (
        unique_where(
            "uq_assembly_proxy_standing", "assembly_id", "giver_id", where="revoked_at IS NULL"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Ballot(Model):
    """An open ballot. A change of mind supersedes it; the ballot that counts has no
    `superseded_at`, and there is at most one a member."""

    __tablename__ = "ballot"
    __table_args__ = (
        unique_where("uq_ballot_counting", "poll_id", "member_id", where="superseded_at IS NULL"),
        UniqueConstraint("poll_id", "member_id", "turn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    turn: Mapped[int] = mapped_column(default=1)
    """1 for the first ballot, 2 after the first change of mind, …"""
    paper: Mapped[str] = mapped_column(Text)
    """What it says, in the canonical text of `rules.marks`."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why a member objects, in a vote by consent."""
    at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(viewonly=True)


class ScrutineerKey(Model):
    """A scrutineer's key pair, of which the private half is wrapped by a passphrase and by the
    recovery words. A new key is for the urns to come; the old one opens those it was made for."""

    __tablename__ = "scrutineer_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    wrapped_by_words: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]

    member: Mapped[Member] = relationship(viewonly=True)


class UrnShare(Model):
    """One scrutineer's part of what opens an urn, sealed to their key; destroyed when the urn
    is open."""

    __tablename__ = "urn_share"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("scrutineer_key.id"), primary_key=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    given_at: Mapped[datetime | None]

    key: Mapped[ScrutineerKey] = relationship(viewonly=True)


class GivenShare(Model):
    """A share that its holder has given for opening the urn, sealed to another holder's key:
    it waits for that one's passphrase, and no process has to remember it."""

    __tablename__ = "given_share"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    from_key_id: Mapped[int] = mapped_column(ForeignKey("scrutineer_key.id"), primary_key=True)
    to_key_id: Mapped[int] = mapped_column(ForeignKey("scrutineer_key.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Envelope(Model):
    """A sealed ballot: no member, no time, and no order. The random key, and on SQLite the
    missing rowid, keep the place of a row from telling when it came."""

    __tablename__ = "envelope"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy reads it)

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    """16 random bytes."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SecretPaper(Model):
    """A ballot from the opened urn, at its place in the shuffled list."""

    __tablename__ = "secret_paper"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy reads it)

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    paper: Mapped[str] = mapped_column(Text)
