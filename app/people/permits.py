"""Who may do what: the one page of permissions.

A permission is `resource:action`. Handlers ask (`door.enter(May.…, project=…)`); nothing else
computes access. `GRANTS` reads as statements: this role may do these.
"""

from collections.abc import Iterable
from enum import StrEnum

from app.models.person import OrganisationRoleName as Org
from app.models.person import ProjectRoleName as Team


class May(StrEnum):
    """Everything that can be permitted."""

    APPEAL_DECIDE = "appeal:decide"
    BUDGET_READ = "budget:read"
    BUDGET_WRITE = "budget:write"
    CHORE_READ = "chore:read"
    EVENT_READ = "event:read"
    FIGURE_READ = "figure:read"
    HOOK_READ = "hook:read"
    HOOK_WRITE = "hook:write"
    IDENTITY_OPEN = "identity:open"  # what is kept under seal, each reading with its reason
    INSPECT_1 = "inspect:1"
    INSPECT_2 = "inspect:2"
    INVITATION_WRITE = "invitation:write"
    ITEM_READ = "item:read"
    ITEM_WRITE = "item:write"
    LEDGER_READ = "ledger:read"
    MEMBER_READ = "member:read"
    MEMBER_WRITE = "member:write"
    ORGANISATION_WRITE = "organisation:write"
    ORIGINAL_READ = "original:read"
    PAYOUT_APPROVE = "payout:approve"
    PAYOUT_PREPARE = "payout:prepare"
    PAYOUT_READ = "payout:read"
    PERSON_READ = "person:read"
    PERSON_WRITE = "person:write"
    PROJECT_CREATE = "project:create"
    PROJECT_READ = "project:read"
    PROJECT_WRITE = "project:write"
    REJECTION_CONFIRM = "rejection:confirm"
    RELEASE_READ = "release:read"
    RELEASE_WRITE = "release:write"
    SYSTEM_AUDIT = "system:audit"
    SYSTEM_OPERATE = "system:operate"
    WORK_DO = "work:do"
    WORK_RELEASE = "work:release"


_MANAGE = frozenset(
    {
        May.BUDGET_READ,
        May.BUDGET_WRITE,
        May.CHORE_READ,
        May.EVENT_READ,
        May.FIGURE_READ,
        May.HOOK_READ,
        May.HOOK_WRITE,
        May.INVITATION_WRITE,
        May.ITEM_READ,
        May.ITEM_WRITE,
        May.LEDGER_READ,
        May.MEMBER_READ,
        May.MEMBER_WRITE,
        May.PROJECT_READ,
        May.PROJECT_WRITE,
        May.RELEASE_READ,
        May.RELEASE_WRITE,
        May.WORK_RELEASE,
    }
)

GRANTS: dict[Team | Org, frozenset[May]] = {
    Team.WORKER: frozenset({May.PROJECT_READ, May.WORK_DO}),
    Team.PRIMARY_INSPECTOR: frozenset({May.PROJECT_READ, May.INSPECT_1}),
    Team.SECONDARY_INSPECTOR: frozenset({May.PROJECT_READ, May.INSPECT_2}),
    Team.MANAGER: _MANAGE,
    Team.CUSTODIAN: frozenset({May.ITEM_READ, May.ORIGINAL_READ, May.PROJECT_READ}),
    Org.ADMINISTRATOR: _MANAGE
    | {May.ORGANISATION_WRITE, May.PAYOUT_READ, May.PROJECT_CREATE, May.REJECTION_CONFIRM},
    # Who prepares a payout never approves it: the row itself says so.
    Org.FINANCE: frozenset(
        {
            May.BUDGET_READ,
            May.IDENTITY_OPEN,
            May.LEDGER_READ,
            May.PAYOUT_APPROVE,
            May.PAYOUT_PREPARE,
            May.PAYOUT_READ,
            May.PROJECT_READ,
        }
    ),
    Org.ARBITER: frozenset({May.APPEAL_DECIDE, May.PROJECT_READ}),
}

OPERATOR = frozenset(
    {
        May.CHORE_READ,
        May.PERSON_READ,
        May.PERSON_WRITE,
        May.SYSTEM_AUDIT,
        May.SYSTEM_OPERATE,
    }
)
"""What who runs the installation may do everywhere; no project opens by it."""

OPERATOR_IN_HOUSES = frozenset({May.MEMBER_READ, May.ORGANISATION_WRITE})
"""What he may besides do in every organisation: see to it that it has its officers."""

SCOPES: dict[str, frozenset[May]] = {
    "read": frozenset(may for may in May if may.value.endswith(":read")),
    "work": frozenset({May.PROJECT_READ, May.WORK_DO, May.INSPECT_1, May.INSPECT_2}),
    "manage": _MANAGE | {May.ORGANISATION_WRITE, May.REJECTION_CONFIRM, May.PROJECT_CREATE},
    "arbitrate": frozenset({May.APPEAL_DECIDE, May.PROJECT_READ}),
    "operate": OPERATOR | OPERATOR_IN_HOUSES,
}
"""Groups: what an API token's scopes let through of what its owner may do."""

FINE = frozenset(
    may
    for group in SCOPES.values()
    for may in group
    if may not in (May.SYSTEM_OPERATE, May.SYSTEM_AUDIT)
)
"""What a token's scopes may name one by one, as `resource:action`."""


def let_through(scopes: Iterable[str]) -> frozenset[May]:
    """What scopes let through: groups, and permissions that are named one by one. With any of
    them one sees that a project is there."""
    found: frozenset[May] = frozenset()
    for scope in scopes:
        if scope in SCOPES:
            found |= SCOPES[scope]
        elif scope in FINE:
            found |= {May(scope), May.PROJECT_READ}
    return found


def acting(
    team: frozenset[Team], organisation: frozenset[Org], operator: bool, may: May | None
) -> str:
    """As what somebody with these roles does what `may` permits: the role that grants it, the
    organisation's before the project's; `operator`, or `member` where nothing is asked for."""
    held: list[Team | Org] = [*sorted(organisation), *sorted(team)]
    for role in held:
        if may in GRANTS[role]:
            return role.value
    return "operator" if operator else "member"


AT_LEVEL = {0: May.WORK_DO, 1: May.INSPECT_1, 2: May.INSPECT_2}
"""The permission to claim at each level."""


def permits(
    team: frozenset[Team],
    organisation: frozenset[Org],
    operator: bool,
    scopes: list[str] | None,
    *,
    house: bool = False,
) -> frozenset[May]:
    """What somebody with these roles may do; `scopes` is None for a browser's session, `house` is
    whether he is asking about an organisation rather than a project."""
    held: frozenset[May] = OPERATOR if operator else frozenset()
    if operator and house:
        held |= OPERATOR_IN_HOUSES
    for member in team:
        held |= GRANTS[member]
    for office in organisation:
        held |= GRANTS[office]
    if scopes is not None:
        held &= let_through(scopes)
    return held
