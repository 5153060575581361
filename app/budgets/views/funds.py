"""The co-op's funds: what stands in each, its statement, and the motions to open and move."""

from datetime import date

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user

from app import clock
from app.budgets.actions import propose
from app.budgets.forms import FundForm, SpanForm, TransferForm
from app.coop import today
from app.motions.models import EffectKind, Motion
from app.permissions import Permission, requires
from app.treasury import funds
from app.treasury.fund_rules import RESULT
from app.web.idempotency import commit

bp = Blueprint("funds", __name__, url_prefix="/funds")
blueprints = (bp,)


@bp.get("/")
@requires(Permission.LEDGER_READ)
def list_funds() -> str:
    found = funds.all_funds()
    return render_template("budgets/funds.html", funds=found, total=sum(one.held for one in found))


@bp.get("/<int:account_id>")
@requires(Permission.LEDGER_READ)
def show_fund(account_id: int) -> str:
    """The statement of a fund: of this year, or of the days in the address."""
    fund = next((one for one in funds.all_funds() if one.account_id == account_id), None)
    if fund is None:
        abort(404)
    form, on = SpanForm(request.args), today()
    asked = form.validate() and form.from_on.data and form.to_on.data
    if not asked:
        form.from_on.data, form.to_on.data = date(on.year, 1, 1), on
    shown = funds.statement(account_id, form.from_on.data, form.to_on.data)
    return render_template("budgets/fund.html", fund=fund, form=form, statement=shown)


@bp.get("/new")
@requires(Permission.MOTION_SUBMIT)
def new_fund() -> str:
    return render_template("budgets/new_fund.html", form=FundForm())


@bp.post("/")
@requires(Permission.MOTION_SUBMIT)
def create_fund() -> Response:
    form = FundForm()
    page = form.stands_on("budgets/new_fund.html")
    if not form.validate():
        return make_response(page(), 422)
    return _handed_in(EffectKind.OPEN_FUND, form)


@bp.get("/transfers/new")
@requires(Permission.MOTION_SUBMIT)
def new_transfer() -> str:
    return _transfer_page(TransferForm())


@bp.post("/transfers")
@requires(Permission.MOTION_SUBMIT)
def create_transfer() -> Response:
    form = TransferForm()
    form.offer(funds.all_funds())
    page = form.answers_with(lambda: _transfer_page(form))
    if not form.validate():
        return make_response(page(), 422)
    return _handed_in(EffectKind.TRANSFER_FUND, form)


def _handed_in(kind: EffectKind, form: FundForm | TransferForm) -> Response:
    motion: Motion = propose(
        kind,
        form.effect(),
        title=form.title.data or "",
        text=form.text.data or form.title.data or "",
        by=current_user.id,
        at=clock.now(),
    )
    return commit(make_response(redirect(url_for("motions.show_motion", motion_id=motion.id), 303)))


def _transfer_page(form: TransferForm) -> str:
    form.offer(funds.all_funds())
    return render_template("budgets/new_transfer.html", form=form, unshared=funds.held(RESULT))
