"""Invoices as files, kept beside their spendings for those who pay them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from app.budgets.models import InvoiceFile, Spending
from app.budgets.rules.invoice_files import file_hash, kind_of
from app.db import db
from app.record.actions import append


def attach_invoice(spending: Spending, content: bytes, *, by: int, at: datetime) -> InvoiceFile:
    """Keeps a PDF or a picture of the invoice; the record has its hash. Files stay: a better one
    is added. Raises InvalidInput."""
    kind_of(content)
    file = InvoiceFile(
        spending_id=spending.id, file=content, file_hash=file_hash(content), by_id=by, at=at
    )
    db.session.add(file)
    append("invoice-attached", spending.subject, by=by, at=at, data={"file": file.file_hash})
    return file


def files_of(spending: Spending) -> Sequence[InvoiceFile]:
    """The latest first, without what is in them."""
    return db.session.scalars(
        select(InvoiceFile)
        .options(defer(InvoiceFile.file), joinedload(InvoiceFile.by))
        .where(InvoiceFile.spending_id == spending.id)
        .order_by(InvoiceFile.id.desc())
    ).all()
