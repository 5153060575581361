"""Who may do what: one enum, one table from roles to permissions, one decorator.

A permission says what a *role* may do. What may be done in this *state* is a rule
(`rules.check_*`), and what one may know of at all is the look-up (404). Every route declares
one permission; a test refuses a route without.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    PUBLIC = "public"
    SIGNED_IN = "signed-in"

    ASSEMBLY_ATTEND = "assembly:attend"
    ASSEMBLY_CHAIR = "assembly:chair"
    ASSEMBLY_CONVENE = "assembly:convene"
    BALLOT_CAST = "ballot:cast"
    BANK_READ = "bank:read"
    BOOK_READ = "book:read"
    DEMO_RESET = "demo:reset"
    DEPENDANTS_READ = "dependants:read"
    ENTRY_CONFIRM = "entry:confirm"
    ENTRY_LOG = "entry:log"
    ENTRY_IMPORT = "entry:import"
    INSTALLATION_RUN = "installation:run"
    INVOICE_PAY = "invoice:pay"
    ITEM_ADD = "item:add"
    LEDGER_POST = "ledger:post"
    LEDGER_READ = "ledger:read"
    MEMBER_CONTACT = "member:contact"
    MEMBER_INVITE = "member:invite"
    MEMBER_READ = "member:read"
    MOTION_SUBMIT = "motion:submit"
    MOTION_PUT = "motion:put"
    PAPER_COUNT = "paper:count"
    PAY_APPROVE = "pay:approve"
    PAY_PREPARE = "pay:prepare"
    PAY_READ_ALL = "pay:read-all"
    PAY_READ_OPEN = "pay:read-open"
    POLL_CLOSE = "poll:close"
    POLL_OPEN = "poll:open"
    POLL_VOID = "poll:void"
    RECORD_READ = "record:read"
    SCHEME_COMPARE = "scheme:compare"
    URN_KEEP = "urn:keep"


class Role(StrEnum):
    """A standing or an office held today. Someone without any is a guest."""

    CANDIDATE = "candidate"
    MEMBER = "full"
    FORMER = "left"
    CHAIR = "chair"
    SECRETARY = "secretary"
    TREASURER = "treasurer"
    OPERATOR = "operator"
    INSPECTOR = "inspector"
    SCRUTINEER = "scrutineer"


P = Permission

_READS = frozenset({P.SIGNED_IN, P.BOOK_READ, P.MEMBER_READ, P.RECORD_READ, P.LEDGER_READ})
_VOICE = _READS | {P.ASSEMBLY_ATTEND, P.MOTION_SUBMIT, P.SCHEME_COMPARE}
_VOICE |= {P.ENTRY_LOG, P.ENTRY_CONFIRM}
_VOICE |= {P.PAY_READ_OPEN}  # as far as the members voted to open pay to each other

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CANDIDATE: _VOICE | {P.BALLOT_CAST},  # the roll refuses a candidate, with its reason
    Role.MEMBER: _VOICE | {P.BALLOT_CAST},
    Role.FORMER: frozenset({P.SIGNED_IN}),  # one's own page and payslips stay one's own
    Role.CHAIR: frozenset(
        {P.ASSEMBLY_CONVENE, P.ASSEMBLY_CHAIR, P.MOTION_PUT}
        | {P.POLL_OPEN, P.POLL_CLOSE, P.POLL_VOID, P.PAPER_COUNT}
        | {P.ITEM_ADD, P.PAY_APPROVE, P.MEMBER_CONTACT}
    ),
    Role.SECRETARY: frozenset(
        {P.ASSEMBLY_CONVENE, P.MOTION_PUT, P.MEMBER_CONTACT, P.PAPER_COUNT, P.MEMBER_INVITE}
        | {P.DEPENDANTS_READ}
    ),
    Role.TREASURER: frozenset(
        {P.PAY_PREPARE, P.PAY_APPROVE, P.PAY_READ_ALL, P.BANK_READ, P.LEDGER_POST}
        | {P.ENTRY_IMPORT, P.INVOICE_PAY, P.ITEM_ADD, P.DEPENDANTS_READ}
    ),
    Role.OPERATOR: frozenset({P.SIGNED_IN, P.INSTALLATION_RUN, P.DEMO_RESET}),
    Role.INSPECTOR: _READS | {P.PAY_READ_ALL},
    Role.SCRUTINEER: frozenset({P.SIGNED_IN, P.BOOK_READ, P.PAPER_COUNT, P.URN_KEEP}),
}


SECRET = frozenset({P.BANK_READ, P.DEPENDANTS_READ, P.INVOICE_PAY, P.PAY_READ_ALL})
"""What these guard others are not to know of: they get 404, as for what is not there."""


def granted(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything the holder of these roles may do."""
    return frozenset().union({P.PUBLIC}, *(GRANTS[role] for role in roles))


def requires(permission: Permission, *, writes: bool = True) -> Callable[[View], View]:
    """Declares the permission of a route. `app.web.guard` enforces it before the view runs.
    `writes`: False where what is sent is only looked at, and nothing comes of it."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        view.writes = writes  # type: ignore[attr-defined]
        return view

    return declare
