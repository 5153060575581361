"""Taking a file of entries into the log, on a page."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename

from app import clock
from app.coop import today
from app.errors import InvalidInput
from app.permissions import Permission, requires
from app.production.files.importing import Imported, RowsRefused, import_log, plan_import
from app.production.files.log_files import Fault, LogRow, read_import
from app.production.forms import ImportForm
from app.production.views.blueprint import bp
from app.web.idempotency import commit

SHOWN = 200
Read = tuple[list[LogRow], list[Fault]]


@bp.get("/imports/new")
@requires(Permission.ENTRY_IMPORT)
def new_import() -> str:
    return render_template("production/new_import.html", form=ImportForm())


@bp.post("/imports")
@requires(Permission.ENTRY_IMPORT)
def create_import() -> Response:
    """All rows or none; a report of every fault, and what was chosen stays."""
    form = ImportForm()
    faults: list[Fault] = []
    if form.validate_on_submit():
        try:
            rows, unread = _read(form.log.data, form.renamed())
            if form.only_check.data:
                plan = plan_import(rows, unread, today=today())
                found = len(plan.new)
                return make_response(
                    render_template("production/new_import.html", form=form, found=found, plan=plan)
                )
            imported = import_log(rows, unread, by=current_user.id, at=clock.now(), today=today())
        except RowsRefused as refusal:
            faults = refusal.faults
            form.refuse(refusal)
        except InvalidInput as refusal:
            form.refuse(refusal)
        else:
            return commit(_done(imported))
    page = render_template(
        "production/new_import.html", form=form, faults=faults[:SHOWN], count=len(faults)
    )
    return make_response(page, 422)


def _read(upload: FileStorage, renamed: dict[str, str]) -> Read:
    """Reads the upload from a folder of its own, which is gone afterwards."""
    with TemporaryDirectory() as folder:
        path = Path(folder, secure_filename(upload.filename or "") or "LOG.csv")
        upload.save(path)
        return read_import(path, renamed)


def _done(imported: Imported) -> Response:
    if imported.entries:
        flash(
            ngettext(
                "%(num)s entry taken. Another member confirms it.",
                "%(num)s entries taken. Other members confirm them.",
                imported.entries,
            ),
            "done",
        )
    else:
        flash(gettext("The log has everything in this file already: nothing was added."))
    return make_response(redirect(url_for(".list_entries")))
