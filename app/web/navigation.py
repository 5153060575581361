"""The way around: sections and their pages, of which a reader sees those they may open."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app, render_template, request, url_for
from flask_babel import LazyString, get_locale, lazy_gettext
from flask_login import current_user
from markupsafe import Markup

from app.coop import this_coop
from app.permissions import Permission


@dataclass(frozen=True)
class Page:
    endpoint: str
    label: LazyString

    @property
    def address(self) -> str:
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        return request.endpoint == self.endpoint


@dataclass(frozen=True)
class Section:
    """Pages that belong together. One with an `icon` has a place in the phone's bottom bar; the
    blueprints `within` have pages of the section too that are reached from others alone."""

    label: LazyString
    pages: tuple[Page, ...]
    icon: str = ""
    short: LazyString | None = None
    within: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return self.pages[0].address

    @property
    def current(self) -> bool:
        own = {page.endpoint.partition(".")[0] for page in self.pages}
        return request.blueprint in own.union(self.within)


_ = lazy_gettext

SECTIONS = (
    Section(_("Home"), (Page("home.show_home", _("Home")),), "home"),
    Section(
        _("Assemblies & votes"),
        (
            Page("voting.list_polls", _("Votes")),
            Page("assemblies.list_assemblies", _("Assemblies")),
            Page("motions.list_motions", _("Motions")),
            Page("elections.list_elections", _("Elections")),
            Page("elections.list_petitions", _("Recalls")),
            Page("scrutineers.show_key", _("My key to the urn")),
        ),
        "vote",
        _("Vote"),
        within=("proxies", "assembly_proxies"),
    ),
    Section(
        _("Log"),
        (
            Page("production.new_entry", _("Log work")),
            Page("production.list_entries", _("Entries")),
            Page("production.show_week", _("My week")),
            Page("production.list_unconfirmed", _("To confirm")),
            Page("production.show_output", _("Output")),
            Page("production.list_items", _("Items and norms")),
        ),
        "log",
    ),
    Section(
        _("Wages & pay"),
        (
            Page("wages.list_payslips", _("Payslips")),
            Page("wages.list_schemes", _("Wage schemes")),
            Page("wages.new_comparison", _("Compare")),
            Page("wages.list_pay_runs", _("Pay runs")),
            Page("wages.list_adjustments", _("Beside the pay")),
            Page("own_capital.show_own", _("My capital")),
            Page("wages.list_laws", _("What the law adds")),
            Page("wages.show_openness", _("Who sees whose pay")),
        ),
        "pay",
        _("Pay"),
    ),
    Section(
        _("Members"),
        (
            Page("members.list_members", _("Members")),
            Page("members.list_units", _("Units")),
            Page("members.list_offices", _("Offices")),
            Page("dependants.list_dependants", _("Who lives on whose pay")),
            Page("own.show_self", _("My page")),
        ),
        within=("bank", "invitations"),
    ),
    Section(
        _("Bylaws"),
        (
            Page("bylaws.list_rules", _("Bylaws")),
            Page("enactment.list_enactments", _("Carried out")),
        ),
        within=("decisions",),
    ),
    Section(
        _("Treasury"),
        (
            Page("treasury.show_journal", _("Journal")),
            Page("treasury.list_accounts", _("Accounts")),
            Page("funds.list_funds", _("Funds")),
            Page("budgets.list_budgets", _("Budgets")),
            Page("invoices.list_invoices", _("Invoices")),
            Page("payments.show_account", _("The co-op's bank account")),
            Page("surplus.list_distributions", _("Surplus and capital")),
        ),
    ),
    Section(
        _("Record"),
        (
            Page("record.list_events", _("Record")),
            Page("record.show_verification", _("Verification")),
        ),
    ),
)


def way_around(part: str) -> Markup:
    """The masthead or the phone's bar. It reads the same for all with the same permissions, so it
    is made once for each page and language."""
    kept: dict[Any, Markup] = current_app.extensions.setdefault("artel.way_around", {})
    coop = this_coop()
    permissions = current_user.permissions if current_user.is_authenticated else None
    name = coop.name if coop else None
    key = (part, request.endpoint, request.script_root, permissions, get_locale(), name)
    if key not in kept:
        html = render_template(f"_{part}.html", coop=coop, sections=sections())
        kept[key] = Markup(html)  # noqa: S704 (from our template)
    return kept[key]


def sections() -> list[Section]:
    """The sections with the pages that exist and that the reader's offices include."""
    shown = (replace(section, pages=tuple(_open_to_reader(section.pages))) for section in SECTIONS)
    return [section for section in shown if section.pages]


def _open_to_reader(pages: tuple[Page, ...]) -> Iterator[Page]:
    for page in pages:
        view = current_app.view_functions.get(page.endpoint)
        if view is not None and _may_open(getattr(view, "permission", None)):
            yield page


def _may_open(permission: Permission | None) -> bool:
    if permission is Permission.PUBLIC:
        return True
    return current_user.is_authenticated and permission in current_user.permissions
