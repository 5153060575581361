"""A run beside the one before: whose pay differs, and why."""

import json
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import func, select

from app.coop import founded_coop
from app.db import db
from app.sentences import Sentence
from app.wages import run_queries
from app.wages.kinds import LineKind
from app.wages.models import PayLine, PayRun, Payslip
from app.wages.rules import frozen_run
from app.wages.rules.changes import Stand, reasons, stands


def reasons_of(run: PayRun) -> Mapping[int, list[Sentence]]:
    """By member id, why gross pay is not what it was; empty for the first run and a correction."""
    before = run_queries.run_before(run)
    last = None if before is None else db.session.get(PayRun, before)
    if last is None:
        return {}
    then, now = _stands(last), _stands(run)
    currency = founded_coop().currency
    return {key: reasons(then.get(key), stand, currency) for key, stand in now.items()}


def _stands(run: PayRun) -> Mapping[int, Stand]:
    return stands(frozen_run.from_json(json.loads(run.inputs)).period, _paid(run))


def _paid(run: PayRun) -> Mapping[int, Mapping[LineKind, int]]:
    paid: defaultdict[int, dict[LineKind, int]] = defaultdict(dict)
    rows = db.session.execute(
        select(Payslip.member_id, PayLine.kind, func.sum(PayLine.amount))
        .join(PayLine, PayLine.payslip_id == Payslip.id)
        .where(Payslip.run_id == run.id)
        .group_by(Payslip.member_id, PayLine.kind)
    )
    for member_id, kind, amount in rows:
        paid[member_id][kind] = int(amount)
    return paid
