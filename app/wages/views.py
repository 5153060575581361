"""The pages of wages: schemes and comparisons, pay runs, payslips."""

from app.wages import payslip_views, run_views, scheme_views
from app.wages.blueprint import bp

__all__ = ["payslip_views", "run_views", "scheme_views"]

blueprints = (bp,)
