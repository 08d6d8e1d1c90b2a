"""Signing up, proving an address, and getting back in by mail. All of it is public."""

from fastapi import status

from app.api import limits
from app.api.deps import Way
from app.api.router import Router
from app.people import mail_tokens, sessions, sign_up
from app.people.schemas import Address, Reset, Sent, SignUp, Verify

router = Router(prefix="/accounts", tags=["accounts"])

MAILED = Sent(detail="If this address can be used, a mail with a link is on its way to it.")


@router.post("", status_code=status.HTTP_202_ACCEPTED, response_model=Sent)
def open_account(asked: SignUp, door: Way) -> Sent:
    """Sign up. The answer is the same whether or not the address has an account."""
    limits.spend(limits.SIGN_UP, door.client, asked.email)
    with door.open() as s:
        sign_up.sign_up(s, asked)
    return MAILED


@router.post("/verify", status_code=status.HTTP_204_NO_CONTENT)
def verify_address(asked: Verify, door: Way) -> None:
    """Prove an address with the link of a mail. May be retried."""
    with door.open() as s:
        mail_tokens.verify(s, asked.token)


@router.post("/resend", status_code=status.HTTP_202_ACCEPTED, response_model=Sent)
def resend_mail(asked: Address, door: Way) -> Sent:
    """Send the link that proves an address once more."""
    limits.spend(limits.MAIL, door.client, asked.email)
    with door.open() as s:
        sign_up.resend(s, asked.email)
    return MAILED


@router.post("/reset", status_code=status.HTTP_202_ACCEPTED, response_model=Sent)
def ask_reset(asked: Address, door: Way) -> Sent:
    """Ask for a link that lets one choose a password."""
    limits.spend(limits.MAIL, door.client, asked.email)
    with door.open() as s:
        sessions.ask_reset(s, asked.email)
    return MAILED


@router.post("/reset/confirm", status_code=status.HTTP_204_NO_CONTENT)
def reset_password(asked: Reset, door: Way) -> None:
    """Choose a password by the link of a mail. All sessions end, all API tokens are revoked."""
    with door.open() as s:
        sessions.reset(s, asked.token, asked.password)
