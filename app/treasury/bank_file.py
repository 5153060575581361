"""The file that a bank takes: SEPA credit transfers, ISO 20022 pain.001.001.09."""

import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from sepaxml import SepaTransfer
from sepaxml.validation import try_valid_xml
from text_unidecode import unidecode

from app.treasury.models import PaymentOrder
from app.treasury.payments import PaymentLine
from app.treasury.rules import NobodyByBank, NoCoopAccount, NotInEuros

_SCHEMA = "pain.001.001.09"
# EPC217-08, "SEPA requirements for an extended character set", 1.4: what every bank takes.
_OTHERS = re.compile(r"[^a-zA-Z0-9/\-?:().,'+ ]")
_LONGEST_NAME, _LONGEST_TEXT = 70, 140
_MISSING = "NOTPROVIDED"


def bank_file(order: PaymentOrder, payments: Iterable[PaymentLine], *, currency: str) -> bytes:
    """The order's transfers as XML, valid by the published schema; whom SEPA does not reach is
    left out. Numbers and moments are the order's own: making it twice gives the same file, and
    a bank that has it refuses the second. Raises NotInEuros, NoCoopAccount, NobodyByBank."""
    if currency != "EUR":
        raise NotInEuros
    if order.account is None:
        raise NoCoopAccount
    by_bank = [payment for payment in payments if payment.by_bank]
    if not by_bank:
        raise NobodyByBank
    account = {"name": _told(order.account.holder, _LONGEST_NAME), "IBAN": order.account.iban}
    if order.account.bic:
        account["BIC"] = order.account.bic
    file = SepaTransfer(
        {**account, "batch": True, "currency": currency}, schema=_SCHEMA, clean=False
    )
    for payment in by_bank:
        file.add_payment(_transfer(order, payment))
    written = _named(file.export(validate=False), order)
    try_valid_xml(written, _SCHEMA)
    return written


def _named(xml: bytes, order: PaymentOrder) -> bytes:
    """The library makes up numbers and takes the time from the clock: here are the order's own.
    A bank without a BIC is "NOTPROVIDED" (EPC132-08, 2.23)."""
    space = f"{{urn:iso:std:iso:20022:tech:xsd:{_SCHEMA}}}"
    document = ElementTree.fromstring(xml)  # noqa: S314 (just written here)
    told = {
        "MsgId": f"ARTEL-{order.id}-{order.at:%Y%m%d%H%M%S}",
        "PmtInfId": f"ARTEL-{order.id}",
        "CreDtTm": f"{order.at:%Y-%m-%dT%H:%M:%SZ}",
    }
    for name, text in told.items():
        for element in document.iter(space + name):
            element.text = text
    for bank in document.iter(space + "FinInstnId"):
        if not len(bank):
            other = ElementTree.SubElement(bank, space + "Othr")
            ElementTree.SubElement(other, space + "Id").text = _MISSING
    named: bytes = ElementTree.tostring(document, "utf-8", xml_declaration=True)
    return named


def _transfer(order: PaymentOrder, payment: PaymentLine) -> dict[str, Any]:
    return {
        "name": _told(payment.holder, _LONGEST_NAME),
        "IBAN": payment.iban,
        "amount": payment.amount,
        "execution_date": order.execute_on,
        "description": _told(payment.text or order.text, _LONGEST_TEXT),
        "endtoend_id": f"ARTEL-{order.id}-{payment.id}",
    }


def _told(text: str, longest: int) -> str:
    """As long as a bank takes it; a text of signs alone, which would fail the whole file, is
    named as missing."""
    return latin(text)[:longest].strip() or _MISSING


def latin(text: str) -> str:
    """A text in the characters that every bank takes: "Müller & Søn" is "Muller Son"."""
    return " ".join(_OTHERS.sub(" ", unidecode(text)).split())
