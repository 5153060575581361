"""Events of the record in the members' own words, and where their subjects are to be seen."""

from typing import Any

from flask import Flask, current_app, url_for

from app.sentences import say
from app.web.language import speak

KINDS = {
    "adjustment-agreed": say("Deduction agreed to"),
    "adjustment-entered": say("Entered beside the pay"),
    "adjustment-withdrawn": say("Withdrawn beside the pay"),
    "amendment-accepted": say("Amendment accepted"),
    "amendment-declined": say("Amendment declined"),
    "amendment-proposed": say("Amendment proposed"),
    "amendment-voted-on": say("Amendment voted on"),
    "amendment-withdrawn": say("Amendment taken back"),
    "amendments-ordered": say("Order of voting set"),
    "api-token-made": say("API token made"),
    "api-token-revoked": say("API token revoked"),
    "assembly-cancelled": say("Assembly cancelled"),
    "assembly-closed": say("Assembly closed"),
    "assembly-convened": say("Assembly convened"),
    "assembly-opened": say("Assembly opened"),
    "ballot-cast": say("Ballot cast"),
    "bank-account-removed": say("Bank account taken away"),
    "bank-account-set": say("Bank account set"),
    "budget-adopted": say("Budget in force"),
    "candidacy-accepted": say("Candidacy accepted"),
    "candidacy-withdrawn": say("Candidacy withdrawn"),
    "candidate-nominated": say("Candidate nominated"),
    "casting-vote": say("Casting vote of the chair"),
    "comparison-saved": say("Comparison of wage schemes kept"),
    "coop-account-confirmed": say("The co-op's bank account confirmed"),
    "coop-account-entered": say("The co-op's bank account entered"),
    "coop-founded": say("Co-op founded"),
    "dependants-confirmed": say("Who lives on a pay confirmed"),
    "dependants-entered": say("Who lives on a pay entered"),
    "dependants-refused": say("Who lives on a pay refused"),
    "draft-revised": say("Draft revised"),
    "drawing-opened": say("Drawing by lot opened"),
    "election-called": say("Election called"),
    "enactment-failed": say("Effect could not take place"),
    "entry-confirmed": say("Entry confirmed"),
    "entry-disputed": say("Entry disputed"),
    "entry-logged": say("Entry logged"),
    "entry-posted": say("Booked"),
    "entry-reversed": say("Entry reversed"),
    "fund-opened": say("Fund opened"),
    "goods-price-set": say("Value of goods set"),
    "item-added": say("Item added"),
    "item-closed": say("Point of the agenda closed"),
    "item-moved": say("Point of the agenda moved"),
    "item-opened": say("Point of the agenda opened"),
    "item-retired": say("Item retired"),
    "law-checked": say("Law compared and in force"),
    "law-entered": say("Law entered"),
    "law-refused": say("Law refused"),
    "log-closed": say("Log closed"),
    "log-imported": say("Log imported"),
    "log-reopened": say("Log opened again"),
    "lots-drawn": say("Lots drawn"),
    "mandate-ended": say("Office ended"),
    "mandate-given": say("Office given"),
    "mandate-laid-down": say("Office laid down"),
    "mandate-recalled": say("Recalled from office"),
    "member-joined": say("Joined the assembly"),
    "member-left": say("Left the assembly"),
    "majority-raised": say("Higher majority needed"),
    "motion-decided": say("Motion decided"),
    "motion-drafted": say("Motion drafted"),
    "motion-enacted": say("Motion took effect"),
    "motion-seconded": say("Motion seconded"),
    "motion-submitted": say("Motion handed in"),
    "motion-withdrawn": say("Motion withdrawn"),
    "nominations-closed": say("Nominations closed"),
    "norm-set": say("Norm set"),
    "options-chosen": say("Options chosen"),
    "board-attached": say("The board's result attached"),
    "paper-counted": say("Paper ballots counted"),
    "paper-handed-out": say("Paper ballot handed out"),
    "papers-written": say("Papers written"),
    "password-link-made": say("Password link made"),
    "password-set": say("Password set"),
    "pay-openness-set": say("Who sees whose pay"),
    "pay-run-approved": say("Pay run approved"),
    "pay-run-prepared": say("Pay run prepared"),
    "pay-run-set-aside": say("Pay run set aside"),
    "invoice-attached": say("Invoice attached"),
    "payee-account-set": say("Account of a payee entered"),
    "payment-reversed": say("Payment taken back"),
    "payments-listed": say("Payments listed"),
    "payments-made": say("Paid out"),
    "payments-withdrawn": say("List of payments withdrawn"),
    "payout-approved": say("Payout of capital approved"),
    "payout-prepared": say("Payout of capital prepared"),
    "payout-reversed": say("Payout of capital taken back unpaid"),
    "payout-set-aside": say("Payout of capital set aside"),
    "person-registered": say("Entered in the register"),
    "petition-lapsed": say("Time for a petition is over"),
    "petition-reached": say("Petition has enough signatures"),
    "petition-signature-withdrawn": say("Signature under a petition withdrawn"),
    "petition-signed": say("Petition signed"),
    "petition-started": say("Petition for a recall"),
    "petition-withdrawn": say("Petition taken back"),
    "piece-rate-set": say("Piece rate set"),
    "pool-fixed": say("Pool of a drawing fixed"),
    "poll-closed": say("Vote closed"),
    "poll-opened": say("Vote opened"),
    "poll-voided": say("Vote declared void"),
    "proxy-given": say("Vote given to another member"),
    "proxy-revoked": say("Vote taken back"),
    "rows-written": say("Written beside an act"),
    "rule-enacted": say("Bylaw in force"),
    "scheme-adopted": say("Wage scheme in force"),
    "scheme-kept": say("Wage scheme written"),
    "scrutineer-key-made": say("Scrutineer's key made"),
    "scrutineer-passphrase-changed": say("Scrutineer's passphrase changed"),
    "spending-allowed": say("Limit of spending in force"),
    "spending-paid": say("Spending paid"),
    "spending-payment-reversed": say("Payment of a spending taken back"),
    "spending-recorded": say("Spending recorded"),
    "spending-withdrawn": say("Spending withdrawn"),
    "standing-noted": say("Standing"),
    "substitute-called": say("Substitute called"),
    "surplus-shared": say("Surplus shared out"),
    "unit-founded": say("Unit founded"),
    "urn-key-given": say("Key given to the urn"),
    "urn-opened": say("Urn opened"),
    "volunteer-withdrew": say("Volunteer no more"),
    "volunteered": say("Volunteered"),
    "vote-without-decision": say("Vote without a decision"),
    "week-finished": say("Week of the log called complete"),
    "week-reopened": say("Week of the log taken up again"),
}

SUBJECTS = {
    "account": say("Bank account"),
    "adjustment": say("Beside the pay"),
    "adoption": say("Wage scheme in force"),
    "assembly": say("Assembly"),
    "budget": say("Budget"),
    "capital payout": say("Payout of capital"),
    "closing": say("Closing of the log"),
    "comparison": say("Comparison"),
    "coop": say("Co-op"),
    "dependants": say("Who lives on whose pay"),
    "distribution": say("Surplus shared out"),
    "entry": say("Log entry"),
    "fund": say("Fund"),
    "goods price": say("Price of goods"),
    "item": say("Item"),
    "journal entry": say("Journal entry"),
    "law": say("Law"),
    "limit": say("Limit of spending"),
    "mandate": say("Mandate"),
    "member": say("Member"),
    "motion": say("Motion"),
    "pay openness": say("Who sees whose pay"),
    "pay run": say("Pay run"),
    "payments": say("List of payments"),
    "petition": say("Petition for a recall"),
    "poll": say("Vote"),
    "rule": say("Bylaw"),
    "scheme": say("Wage scheme"),
    "spending": say("Spending"),
    "unit": say("Unit"),
}
"""What an event can be about: the "poll" of "poll 7"."""

_PAGES = {
    "assembly": ("assemblies.show_assembly", "assembly_id"),
    "budget": ("budgets.show_budget", "budget_id"),
    "capital payout": ("surplus.show_payout", "payout_id"),
    "comparison": ("wages.show_comparison", "comparison_id"),
    "entry": ("production.show_entry", "entry_id"),
    "item": ("production.show_item", "item_id"),
    "journal entry": ("treasury.show_entry", "entry_id"),
    "member": ("members.show_member", "member_id"),
    "motion": ("motions.show_motion", "motion_id"),
    "pay run": ("wages.show_pay_run", "run_id"),
    "payments": ("invoices.show_invoice_list", "order_id"),
    "petition": ("elections.show_petition", "petition_id"),
    "poll": ("voting.show_poll", "poll_id"),
    "scheme": ("wages.show_scheme", "scheme_id"),
    "spending": ("budgets.show_spending", "spending_id"),
    "unit": ("members.show_unit", "unit_id"),
}
"""The pages of subjects. Those of drafts answer 404 to all but their author, as everywhere."""


def kind_in_words(kind: str) -> str:
    return speak(KINDS[kind]) if kind in KINDS else kind.replace("-", " ")


def subject_in_words(subject: str) -> str:
    """ "poll 7" as the reader calls it: "Vote 7"."""
    kind, _, number = subject.rpartition(" ")
    return f"{speak(SUBJECTS[kind])} {number}" if kind in SUBJECTS else subject


def subject_meant(typed: str) -> str:
    """The subject that a reader means by "Vote 7", in their own language or in the record's."""
    name, _, number = typed.strip().rpartition(" ")
    for kind, word in SUBJECTS.items():
        if speak(word).casefold() == name.strip().casefold():
            return f"{kind} {number}"
    return typed.strip()


def subject_address(subject: str) -> str | None:
    """The page of "poll 7", if it has one."""
    kind, _, number = subject.rpartition(" ")
    if kind not in _PAGES or not number.isdigit():
        return None
    endpoint, name = _PAGES[kind]
    if endpoint not in current_app.view_functions:
        return None
    key: dict[str, Any] = {name: int(number)}
    return url_for(endpoint, **key)


def details(data: dict[str, Any]) -> list[tuple[str, str]]:
    """What an event holds, name by name."""
    return [(name.replace("_", " "), str(value)) for name, value in sorted(data.items())]


def init_app(app: Flask) -> None:
    app.jinja_env.filters |= {
        "kind_in_words": kind_in_words,
        "subject_address": subject_address,
        "subject_in_words": subject_in_words,
        "details": details,
    }
