"""Plain-text mail by the SMTP server of the installation, where it has one."""

import smtplib
from contextlib import ExitStack
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from flask import current_app

_SECONDS = 10


def is_configured() -> bool:
    """Mails carry links, and a link is only as good as the address it is made from: without
    `ARTEL_BASE_URL` a forged request could send members to someone else's server."""
    return bool(current_app.config["MAIL_SMTP"] and current_app.config["BASE_URL"])


def send(to: str, subject: str, text: str) -> bool:
    """Sends now; False, with a line in the log, where the server does not take it.

    `ARTEL_SMTP` is `smtp://user:password@host:587` (with STARTTLS where offered) or `smtps://…`.
    Called at the edge, after the commit: nothing waits for it, and nothing undone is told.
    """
    message = EmailMessage()
    message["From"], message["To"] = current_app.config["MAIL_FROM"], to
    message["Subject"], message["Date"] = subject, formatdate()
    message["Message-ID"] = make_msgid(domain=current_app.config["MAIL_FROM"].rpartition("@")[2])
    message.set_content(text)
    try:
        _deliver(message)
    except (OSError, smtplib.SMTPException) as error:
        current_app.logger.warning("mail not sent: %s", error)
        return False
    return True


def _deliver(message: EmailMessage) -> None:
    server = urlsplit(current_app.config["MAIL_SMTP"])
    connect: type[smtplib.SMTP] = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with ExitStack() as stack:
        smtp = stack.enter_context(
            connect(server.hostname or "", server.port or 0, timeout=_SECONDS)
        )
        if server.scheme != "smtps" and smtp.has_extn("starttls"):
            smtp.starttls()
        if server.username:
            smtp.login(unquote(server.username), unquote(server.password or ""))
        smtp.send_message(message)
