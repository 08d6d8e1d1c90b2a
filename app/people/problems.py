"""What can stand in the way of people, each with its status, code and remedy."""

from app.core.errors import Conflict, Forbidden, Invalid, Unauthenticated


class TooYoung(Invalid):
    """Under 14 by the calendar year."""

    code, title = "too_young", "Too young to sign up"


class WeakPassword(Invalid):
    """A password that would be guessed."""

    code, title = "weak_password", "Password too easy to guess"


class LinkOver(Invalid):
    """A link of a mail that was used, has expired, or never was."""

    code, title = "link_over", "This link does not work any more"


class NotCurrent(Conflict):
    """The agreements that were signed are not those that hold today."""

    code, title = "agreements_not_current", "The agreements have changed"


class ConsentMissing(Conflict):
    """The project collects and has no agreement of its own to which anybody could consent."""

    code, title = "consent_missing", "No agreement yet"


class StillDestroying(Conflict):
    """A withdrawal that is not done yet."""

    code, title = "still_destroying", "Being destroyed"


class WrongCredentials(Unauthenticated):
    """No account has this address with this password."""

    code, title = "wrong_credentials", "Wrong address or password"


class WrongPassword(Forbidden):
    """The present password, asked for again before something grave, was not right."""

    code, title = "wrong_password", "Wrong password"


class WrongCode(Forbidden):
    """A code of an app or from paper that is not right, or was used before."""

    code, title = "wrong_code", "Wrong code"


class ProvingOver(Conflict):
    """A step of proving oneself that came too late, or after too many wrong ones."""

    code, title = "proving_over", "Begin again"


class PasskeyRefused(Forbidden):
    """What the device signed does not prove what was asked."""

    code, title = "passkey_refused", "The passkey was not taken"


class TooManyPasskeys(Conflict):
    """More passkeys than one person needs."""

    code, title = "too_many_passkeys", "Too many passkeys"


class LastFactor(Conflict):
    """The installation asks for a second factor, and none would be left."""

    code, title = "last_factor", "The last second factor"


class FactorNeeded(Forbidden):
    """The installation asks for a second factor, and this person has none yet."""

    code, title = "second_factor_needed", "Set up a second factor"


class ConfirmNeeded(Forbidden):
    """Something grave, by a session whose person proved himself too long ago."""

    code, title = "confirm_needed", "Prove that it is you"


class NoOutside(Conflict):
    """This installation has no outside provider."""

    code, title = "outside_off", "No outside sign-in"


class OutsideRefused(Forbidden):
    """The outside provider's answer proves nobody."""

    code, title = "outside_refused", "Outside sign-in failed"


class Unverified(Forbidden):
    """The address has not been proved yet."""

    code, title = "unverified", "Address not confirmed"


class BySessionOnly(Forbidden):
    """A token asks for what a person does himself, signed in."""

    code, title = "by_session_only", "Not by token"


class ArbiterOnTeam(Conflict):
    """One person would decide appeals against his own team."""

    code, title = "arbiter_on_team", "An arbiter is never of the team"


class LastAdministrator(Conflict):
    """An organisation with open projects would have nobody to look after it."""

    code, title = "last_administrator", "The last administrator"


class InvitedOnly(Conflict):
    """A project whose workers are invited by its managers."""

    code, title = "invited_only", "By invitation"


class TermsUnsigned(Conflict):
    """Terms that hold today and that the person has not signed."""

    code, title = "terms_unsigned", "Sign the terms first"


class LastOperator(Conflict):
    """Nobody would be left to run the installation."""

    code, title = "last_operator", "The last operator"


class InvitationOver(Conflict):
    """An invitation that was accepted by somebody, revoked, or has expired."""

    code, title = "invitation_over", "This invitation is over"


class TooManyTokens(Conflict):
    """More live tokens than one person needs."""

    code, title = "too_many_tokens", "Too many tokens"
