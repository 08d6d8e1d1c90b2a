"""What can stand in the way of a consortium, each with its status, code and remedy."""

from app.core.errors import Conflict, Invalid


class OrganisationUnknown(Invalid):
    """No organisation has this name, or several have it."""

    code, title = "organisation_unknown", "No such organisation"


class AlreadyMember(Conflict):
    """The organisation takes part, has been invited, or leads."""

    code, title = "already_member", "Takes part already"


class ConsortiumFull(Conflict):
    """More members than a project can have."""

    code, title = "consortium_full", "Too many members"


class SharesOver(Invalid):
    """The shares of a stage add up to more than the stage."""

    code, title = "shares_over", "More than the whole"


class NotJoined(Conflict):
    """The organisation does not take part, or does no longer."""

    code, title = "not_joined", "Takes no part"


class RoleNotGranted(Conflict):
    """The lead has not granted the organisation to invite people in this role."""

    code, title = "role_not_granted", "Not granted by the lead"
