"""A run beside the one before: whose pay differs, and why."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache

from sqlalchemy import func, select

from app.coop import founded_coop
from app.db import db
from app.sentences import Sentence
from app.wages.kinds import LineKind
from app.wages.models import PayLine, PayRun, Payslip
from app.wages.rules import frozen
from app.wages.rules.changes import Stand, Worked, reasons, stands, worked
from app.wages.runs import queries as run_queries


def reasons_of(run: PayRun, member_ids: Iterable[int]) -> Mapping[int, list[Sentence]]:
    """By member id, why the gross pay of these is not what it was; empty for the first run and a
    correction."""
    before = run_queries.run_before(run)
    last = None if before is None else db.session.get(PayRun, before)
    if last is None:
        return {}
    asked = set(member_ids)
    then, now = _stands(last, asked), _stands(run, asked)
    currency = founded_coop().currency
    return {key: reasons(then.get(key), stand, currency) for key, stand in now.items()}


def _stands(run: PayRun, asked: Set[int]) -> Mapping[int, Stand]:
    return stands(_worked(run.inputs_hash, frozenset(asked)), _paid(run, asked))


@lru_cache(maxsize=64)
def _worked(inputs_hash: str, asked: Set[int]) -> Worked:
    """What these members worked. Inputs of this hash say the same for ever, and to read and add
    them up takes longer than all else on the page."""
    inputs = select(PayRun.inputs).where(PayRun.inputs_hash == inputs_hash).limit(1)
    period = json.loads(db.session.scalars(inputs).one())["period"]
    own = None if period is None else frozen.from_json(frozen.of_members(period, asked))
    return worked(own)


def _paid(run: PayRun, asked: Set[int]) -> Mapping[int, Mapping[LineKind, int]]:
    paid: defaultdict[int, dict[LineKind, int]] = defaultdict(dict)
    rows = db.session.execute(
        select(Payslip.member_id, PayLine.kind, func.sum(PayLine.amount))
        .join(PayLine, PayLine.payslip_id == Payslip.id)
        .where(Payslip.run_id == run.id, Payslip.member_id.in_(asked))
        .group_by(Payslip.member_id, PayLine.kind)
    )
    for member_id, kind, amount in rows:
        paid[member_id][kind] = int(amount)
    return paid
