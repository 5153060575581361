"""Mail goes out in plain text through the installation's server, or not at all."""

import socketserver
import threading
from email import message_from_bytes, policy

import pytest

from app import mail


class _Inbox(socketserver.ThreadingTCPServer):
    """Takes mail as an SMTP server does, and keeps it."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        self.letters = []
        super().__init__(("127.0.0.1", 0), _Session)


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    letter += part
                self.server.letters.append(message_from_bytes(letter, policy=policy.default))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def inbox(app, monkeypatch):
    with _Inbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setitem(app.config, "MAIL_SMTP", f"smtp://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setitem(app.config, "MAIL_FROM", "coop@redclay.example")
        monkeypatch.setitem(app.config, "BASE_URL", "https://artel.redclay.example")
        yield server.letters
        server.shutdown()


def test_a_letter_arrives_as_it_was_written(inbox, context):
    assert mail.send("ana@redclay.example", "Grüße", "Brot und Rosen\n")
    (letter,) = inbox
    assert (letter["To"], letter["From"]) == ("ana@redclay.example", "coop@redclay.example")
    assert letter["Subject"] == "Grüße"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().strip() == "Brot und Rosen"


def test_a_new_link_is_mailed_with_the_address_of_the_installation(inbox, as_member):
    dora = as_member("Dora")
    page = dora.get(dora.post("/members/4/password-link").location)
    assert "It was also mailed to emil@redclay.example." in page.text
    (letter,) = inbox
    assert "https://artel.redclay.example/invitations/" in letter.get_content()
    assert "Dora made this link for you" in letter.get_content()


def test_a_server_that_does_not_answer_undoes_nothing(app, as_member, inbox, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_SMTP", "smtp://127.0.0.1:1")
    dora = as_member("Dora")
    answer = dora.post("/members/4/password-link")
    assert answer.status_code == 303
    assert "It was not mailed." in dora.get(answer.location).text


@pytest.mark.parametrize("missing", ["MAIL_SMTP", "BASE_URL"])
def test_without_a_server_or_an_address_of_its_own_nothing_is_mailed(
    missing, app, inbox, as_member, monkeypatch
):
    """Else a forged Host header would send members to another's server."""
    monkeypatch.setitem(app.config, missing, None)
    dora = as_member("Dora")
    assert "It was not mailed." in dora.get(dora.post("/members/4/password-link").location).text
    assert inbox == []
