"""A comparison as a document and as a workbook."""

from flask import Response, request
from flask_babel import get_locale, gettext
from flask_login import current_user

from app.coop import today
from app.db import db
from app.documents.pdf import pdf
from app.permissions import Permission, requires
from app.wages.comparison import figures
from app.wages.comparison.figures import Shown
from app.wages.comparison.files import (
    comparison_document,
    comparison_rows,
    comparison_sheets,
)
from app.wages.forms import LensForm
from app.wages.models import Comparison
from app.wages.openness import seen_over
from app.wages.rules.spans import Span
from app.wages.views.blueprint import bp
from app.web.exports import attached, csv_file, xlsx_file


@bp.get("/comparisons/<int:comparison_id>.pdf")
@requires(Permission.BOOK_READ)
def export_comparison_document(comparison_id: int) -> Response:
    comparison = db.get_or_404(Comparison, comparison_id)
    document = comparison_document(comparison, _shown(comparison))
    made = pdf(document, language=str(get_locale()), at=comparison.at)
    return attached(made, f"comparison-{comparison.id}.pdf", "application/pdf")


@bp.get("/comparisons/<int:comparison_id>.xlsx")
@requires(Permission.BOOK_READ)
def export_comparison_workbook(comparison_id: int) -> Response:
    comparison = db.get_or_404(Comparison, comparison_id)
    return xlsx_file(f"comparison-{comparison.id}.xlsx", comparison_sheets(_shown(comparison)))


@bp.get("/comparisons/<int:comparison_id>.csv")
@requires(Permission.BOOK_READ)
def export_comparison_figures(comparison_id: int) -> Response:
    comparison = db.get_or_404(Comparison, comparison_id)
    heading = (gettext("Table"), gettext("Row"), gettext("Column"), gettext("Value"))
    rows = comparison_rows(_shown(comparison))
    return csv_file(f"comparison-{comparison.id}.csv", heading, rows)


def _shown(comparison: Comparison) -> Shown:
    """As the reader looks at the page: the address has the same fund, living wage and goods."""
    form = LensForm(request.args)
    return figures.shown(
        comparison,
        reader_id=current_user.id,
        seen=seen_over(
            Span(comparison.from_on, comparison.to_on),
            today(),
            current_user.permissions,
        ),
        lens=form.lens if form.validate() else figures.Lens(),
    )
