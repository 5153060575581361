"""A comparison as a document and as a workbook."""

from flask import Response
from flask_babel import get_locale
from flask_login import current_user

from app import clock
from app.coop import founded_coop
from app.db import db
from app.documents.pdf import pdf
from app.permissions import Permission, requires
from app.wages import figures
from app.wages.comparison_files import comparison_document, comparison_sheets
from app.wages.figures import Shown
from app.wages.models import Comparison
from app.wages.openness import seen_over
from app.wages.rules.spans import Span
from app.wages.views.blueprint import bp
from app.web.exports import attached, xlsx_file


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


def _shown(comparison: Comparison) -> Shown:
    return figures.shown(
        comparison,
        reader_id=current_user.id,
        seen=seen_over(
            Span(comparison.from_on, comparison.to_on),
            clock.today(founded_coop().time_zone),
            current_user.permissions,
        ),
        lens=figures.Lens(),
    )
