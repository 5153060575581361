"""Output by month."""

from datetime import date

from flask import render_template, request
from flask_babel import format_date, gettext

from app.charts.bars import Bar, BarChart, bar_chart
from app.coop import today
from app.permissions import Permission, requires
from app.production.output import Output, last_made, months_to, output_by_month, since_first
from app.production.views.blueprint import bp
from app.web.language import figure


@bp.get("/output")
@requires(Permission.BOOK_READ)
def show_output() -> str:
    months = months_to(last_made(today()))
    made = output_by_month(months)
    months = since_first(made, months)
    wanted = request.args.get("item", type=int)
    chosen = next((one for one in made if one.item_id == wanted), made[0] if made else None)
    return render_template(
        "production/output.html",
        months=[(month, month_name(month)) for month in months],
        last=months[-1],
        made=made,
        chosen=chosen,
        chart=_chart(chosen, months) if chosen else None,
    )


def _chart(one: Output, months: list[date]) -> BarChart:
    bars = [
        Bar(month_name(month), one.by_month.get(month, 0), _amount(one, month)) for month in months
    ]
    title = gettext("%(item)s by month", item=one.name)
    return bar_chart(title, bars, (gettext("Month"), one.measure))


def _amount(one: Output, month: date) -> str:
    return f"{figure(one.by_month.get(month, 0))} {one.measure}"


def month_name(month: date) -> str:
    return str(format_date(month, "MMM y", rebase=False))
