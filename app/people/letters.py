"""What mails say, in Korean and English. Plain text: it reads everywhere and tracks nobody."""

from dataclasses import dataclass
from enum import StrEnum


class Letter(StrEnum):
    """Why somebody gets a mail."""

    EXISTS = "exists"  # signed up with an address that has an account
    FACTORS_CHANGED = "factors_changed"  # has another second factor, or one fewer
    GUARDIAN = "guardian"  # is asked to consent for a minor
    INVITATION = "invitation"  # was offered a role
    NEW_BROWSER = "new_browser"  # signed in where he never had
    NEWS = "news"  # what the application told him, as he wants it by mail
    PACT = "pact"  # signed an organisation's agreement: a copy of it
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    RESET = "reset"  # wants another password
    SIGNED = "signed"  # signed a project's agreement: a copy of it
    VERIFY = "verify"  # signed up


@dataclass(frozen=True, slots=True)
class Text:
    """A mail's subject and body; names in braces are filled in."""

    subject: str
    body: str


_TEXTS = {
    (Letter.VERIFY, "ko"): Text(
        "[두레] 이메일 주소를 확인해 주세요",
        """{name} 님, 두레에 가입해 주셔서 고맙습니다.

아래 링크를 24시간 안에 열면 가입이 끝납니다.

{link}

가입한 적이 없으시면 링크를 열지 말고 이 메일을 지워 주세요. 계정은 열리지 않습니다.
""",
    ),
    (Letter.VERIFY, "en"): Text(
        "[Dure] Confirm your address",
        """{name}, thank you for signing up to Dure.

Open this link within 24 hours to finish:

{link}

If you did not sign up, do not open it and delete this mail: no account will be opened.
""",
    ),
    (Letter.EXISTS, "ko"): Text(
        "[두레] 이미 가입된 주소입니다",
        """{name} 님, 누군가 이 주소로 두레에 다시 가입하려고 했습니다.
이 주소의 계정은 이미 있습니다.

비밀번호를 새로 정하려면 1시간 안에 아래 링크를 열어 주세요. 주소 확인도 함께 됩니다.

{link}

직접 하신 일이 아니면 아무것도 하지 않으셔도 됩니다.
""",
    ),
    (Letter.EXISTS, "en"): Text(
        "[Dure] This address has an account",
        """{name}, somebody tried to sign up to Dure with this address.
It has an account already.

To choose a new password, open this link within an hour. It confirms the address, too.

{link}

If it was not you, you need not do anything.
""",
    ),
    (Letter.RESET, "ko"): Text(
        "[두레] 비밀번호 다시 정하기",
        """{name} 님, 아래 링크를 1시간 안에 열어 비밀번호를 새로 정해 주세요.

{link}

새로 정하면 모든 기기에서 로그아웃되고 API 토큰은 폐기됩니다.
요청한 적이 없으시면 이 메일을 지워 주세요. 비밀번호는 그대로입니다.
""",
    ),
    (Letter.RESET, "en"): Text(
        "[Dure] Choose a new password",
        """{name}, open this link within an hour to choose a new password:

{link}

All your browsers will then be signed out, and your API tokens revoked.
If you did not ask for this, delete this mail: your password stays as it is.
""",
    ),
    (Letter.PASSWORD_CHANGED, "ko"): Text(
        "[두레] 비밀번호가 바뀌었습니다",
        """{name} 님, 두레 계정의 비밀번호가 바뀌었습니다.

직접 하신 일이 아니면 지금 바로 비밀번호를 다시 정해 주세요.

{link}
""",
    ),
    (Letter.PASSWORD_CHANGED, "en"): Text(
        "[Dure] Your password was changed",
        """{name}, the password of your Dure account was changed.

If it was not you, choose another one now:

{link}
""",
    ),
    (Letter.FACTORS_CHANGED, "ko"): Text(
        "[두레] 로그인 2단계 인증이 바뀌었습니다",
        """{name} 님, 두레 계정의 인증 앱, 패스키 또는 복구 코드가 바뀌었습니다.

직접 하신 일이 아니면 지금 바로 비밀번호를 다시 정하고 계정을 확인해 주세요.

{link}
""",
    ),
    (Letter.FACTORS_CHANGED, "en"): Text(
        "[Dure] Your second factors were changed",
        """{name}, an app, a passkey or the recovery codes of your Dure account were changed.

If it was not you, choose another password now and look at your account:

{link}
""",
    ),
    (Letter.NEW_BROWSER, "ko"): Text(
        "[두레] 새 브라우저에서 로그인했습니다",
        """{name} 님, 전에 쓰지 않던 브라우저에서 두레에 로그인했습니다.

브라우저: {browser}
시각: {at}

직접 하신 일이 아니면 지금 바로 비밀번호를 다시 정해 주세요. 모든 기기에서 로그아웃됩니다.

{link}
""",
    ),
    (Letter.NEW_BROWSER, "en"): Text(
        "[Dure] A sign-in from a new browser",
        """{name}, somebody signed in to your Dure account with a browser not used for it before.

Browser: {browser}
At: {at}

If it was not you, choose another password now. It signs you out everywhere.

{link}
""",
    ),
    (Letter.INVITATION, "ko"): Text(
        "[두레] {place}에 초대합니다",
        """{place}에서 {role}(으)로 초대했습니다.

이 주소로 가입하거나 로그인한 뒤 아래 링크를 열어 수락해 주세요. {days}일 동안 열려 있습니다.

{link}

모르는 초대라면 이 메일을 지워 주세요. 수락하지 않으면 아무 일도 일어나지 않습니다.
""",
    ),
    (Letter.INVITATION, "en"): Text(
        "[Dure] An invitation to {place}",
        """{place} invites you as {role}.

Sign up or sign in with this address, then open this link to accept. It works for {days} days.

{link}

If you do not know what this is about, delete this mail: nothing happens unless you accept.
""",
    ),
    (Letter.SIGNED, "ko"): Text(
        "[두레] 서명하신 동의서 사본: {title}",
        """{name} 님, ‘{place}’ 과제의 동의서에 서명하셨습니다.
서명하신 글을 그대로 보내 드립니다.

서명한 시각: {signed_at}
동의서 판: {version}
글의 SHA-256: {sha256}

언제든 다시 읽거나 동의를 거둘 수 있습니다.

{link}

----------------------------------------
{words}
----------------------------------------
""",
    ),
    (Letter.SIGNED, "en"): Text(
        "[Dure] Your copy of the agreement: {title}",
        """{name}, you have signed the agreement of the project “{place}”. These are its words.

Signed at: {signed_at}
Version: {version}
SHA-256 of the words: {sha256}

You can read it again, and take your consent back, at any time:

{link}

----------------------------------------
{words}
----------------------------------------
""",
    ),
    (Letter.PACT, "ko"): Text(
        "[두레] 서명하신 협약 사본: {title}",
        """{name} 님, {place}의 협약에 서명하셨습니다.
서명하신 글을 그대로 보내 드립니다.

서명한 시각: {signed_at}
협약 판: {version}
글의 SHA-256: {sha256}

언제든 다시 읽을 수 있습니다.

{link}

----------------------------------------
{words}
----------------------------------------
""",
    ),
    (Letter.PACT, "en"): Text(
        "[Dure] Your copy of the agreement: {title}",
        """{name}, you have signed the agreement of {place}. These are its words.

Signed at: {signed_at}
Version: {version}
SHA-256 of the words: {sha256}

You can read it again at any time:

{link}

----------------------------------------
{words}
----------------------------------------
""",
    ),
    (Letter.NEWS, "ko"): Text(
        "[두레] {title}",
        """{name} 님께 알려 드립니다.

{words}

어떤 소식을 언제 받을지는 여기에서 정하실 수 있습니다.

{link}
""",
    ),
    (Letter.NEWS, "en"): Text(
        "[Dure] {title}",
        """{name}, this is what is new.

{words}

Choose what you hear of, and when:

{link}
""",
    ),
    (Letter.GUARDIAN, "ko"): Text(
        "[두레] {participant} 님의 참여에 동의해 주세요",
        """{name} 님, {participant} 님이 ‘{project}’ 과제에 참여하려고 합니다.
아직 미성년자라서 법정대리인({relation})의 동의가 필요합니다.

아래 링크를 열어 동의서를 읽고 동의해 주세요. {days}일 동안 열려 있습니다.

{link}

모르는 일이라면 이 메일을 지워 주세요. 동의하지 않으시면 아무것도 녹음하거나 찍을 수 없습니다.
""",
    ),
    (Letter.GUARDIAN, "en"): Text(
        "[Dure] Please consent to {participant} taking part",
        """{name}, {participant} wants to take part in the project “{project}”.
He or she is a minor, so a guardian ({relation}) has to consent.

Open this link to read the agreement and to consent. It works for {days} days.

{link}

If you do not know what this is about, delete this mail: nothing can be recorded without you.
""",
    ),
}

ROLES = {
    "ko": {
        "administrator": "관리자",
        "finance": "회계 담당자",
        "arbiter": "이의 심사자",
        "worker": "작업자",
        "primary_inspector": "1차 검수자",
        "secondary_inspector": "2차 검수자",
        "manager": "과제 책임자",
        "custodian": "원본 관리자",
    },
    "en": {
        "administrator": "administrator",
        "finance": "finance officer",
        "arbiter": "arbiter",
        "worker": "worker",
        "primary_inspector": "primary inspector",
        "secondary_inspector": "secondary inspector",
        "manager": "project manager",
        "custodian": "custodian of originals",
    },
}
"""What a role is called in a sentence."""


def write(letter: Letter, locale: str, **fill: str) -> Text:
    """The letter in `locale` (ko or en), filled in. A name cannot fill in another name."""
    text = _TEXTS[letter, locale if locale == "en" else "ko"]
    subject = " ".join(text.subject.format(**fill).split())
    return Text(subject, text.body.format(**fill))
