"""Mail: asked for in a transaction, written and delivered by a chore after it."""

import secrets
import smtplib
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy.orm import Session

from app.core.clock import utcnow
from app.core.settings import settings
from app.people.letters import Letter, Text
from app.queue.service import enqueue

TIMEOUT = 20.0
"""Seconds that an SMTP server may take for a step."""


def post(
    s: Session,
    letter: Letter,
    *,
    person_id: int | None = None,
    **about: int | str,
) -> None:
    """Have a mail written and sent once the transaction is committed; `about` is what the letter
    speaks of: invitation_id, agreement_id, locale.

    For nobody (None) it does the same work and sends nothing, so that a caller cannot tell by the
    time whether an address has an account.
    """
    enqueue(s, "mail", {"letter": letter.value, "person_id": person_id, **about})


def deliver(address: str, text: Text) -> None:
    """Send a mail: by SMTP where it is configured, else as a file into the outbox.

    Raises `OSError` or `smtplib.SMTPException` where the server does not take it.
    """
    config = settings()
    mail = EmailMessage()
    mail["From"] = config.mail_from
    mail["To"] = address
    mail["Subject"] = text.subject
    mail["Date"] = format_datetime(utcnow())
    mail["Message-ID"] = make_msgid(domain=urlsplit(config.address).hostname)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text.body)
    if config.smtp_url:
        _send(config.smtp_url, mail)
    else:
        _lay_out(config.outbox, mail)


def _lay_out(outbox: Path, mail: EmailMessage) -> None:
    outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{utcnow():%Y%m%dT%H%M%S.%f}-{secrets.token_hex(4)}"
    unfinished = outbox / f".{name}"
    unfinished.write_bytes(mail.as_bytes())
    unfinished.rename(outbox / f"{name}.eml")


def _send(url: str, mail: EmailMessage) -> None:
    """Over `smtps://`, or `smtp://` with STARTTLS unless it says `?starttls=no`."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT)
    with server:
        if parts.scheme != "smtps" and parse_qs(parts.query).get("starttls") != ["no"]:
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)
