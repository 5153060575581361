"""The file of an invoice, for who pays it."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_login import current_user

from app import clock
from app.budgets import invoice_files
from app.budgets.forms import InvoiceFileForm
from app.budgets.models import InvoiceFile, Spending
from app.budgets.rules.invoice_files import MOST_BYTES, kind_of
from app.budgets.views.invoices import bp
from app.db import db
from app.errors import InvalidInput
from app.permissions import Permission, requires
from app.web.exports import attached
from app.web.idempotency import commit
from app.web.language import speak


@bp.post("/<int:spending_id>/files")
@requires(Permission.INVOICE_PAY)
def create_invoice_file(spending_id: int) -> Response:
    spending, form = db.get_or_404(Spending, spending_id), InvoiceFileForm()
    if not form.validate():
        return make_response(_file_page(spending, form), 422)
    try:
        content = form.file.data.stream.read(MOST_BYTES + 1)
        invoice_files.attach_invoice(spending, content, by=current_user.id, at=clock.now())
    except InvalidInput as fault:
        form.file.errors = [speak(fault.sentence)]
        return make_response(_file_page(spending, form), 422)
    return commit(make_response(redirect(url_for(".show_files", spending_id=spending.id), 303)))


@bp.get("/<int:spending_id>/files")
@requires(Permission.INVOICE_PAY)
def show_files(spending_id: int) -> str:
    return _file_page(db.get_or_404(Spending, spending_id), InvoiceFileForm())


def _file_page(spending: Spending, form: InvoiceFileForm) -> str:
    files = invoice_files.files_of(spending)
    return render_template("budgets/invoice_files.html", spending=spending, form=form, files=files)


@bp.get("/files/<int:file_id>")
@requires(Permission.INVOICE_PAY)
def export_invoice(file_id: int) -> Response:
    file = db.get_or_404(InvoiceFile, file_id)
    ending, media_type = kind_of(file.file)
    return attached(file.file, f"invoice-{file.spending_id}-{file.id}.{ending}", media_type)
