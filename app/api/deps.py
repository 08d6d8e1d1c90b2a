"""The door: who is asking, in one transaction that is committed before the reply.

    with door.enter(May.ITEM_READ, project=project_id) as (s, me):
        ...

opens the transaction, reads session or token, CSRF and roles in one statement, refuses who may not
come in, and commits when the block ends. A handler answers after its block, so no reply ever says
what was not kept. (A `yield` dependency of FastAPI's default scope commits after the reply.)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.errors import Forbidden, NotFound, Unauthenticated
from app.core.personal import noting
from app.core.security import hash_token, same
from app.core.settings import settings
from app.core.watch import note_person
from app.models.person import OrganisationRoleName, ProjectRoleName
from app.people.permits import OPERATOR_IN_HOUSES, May, acting, permits
from app.people.problems import FactorNeeded
from app.privacy import access
from app.queue import news
from app.routing.rules import Device, device_of, smaller

COOKIE = "dure_session"
BROWSER = "dure_browser"
"""By which a browser is known in which its person has signed in before."""
CSRF_HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ALONE = 1 << 62  # where the advisory locks of persons begin

_ROLES = """
  p.id, p.name, p.operator, p.verified_at IS NOT NULL,
  pr.id, coalesce(pr.organisation_id, org.id), pr.currency,
  ARRAY(SELECT r.role FROM project_role r WHERE r.project_id = pr.id AND r.person_id = p.id),
  ARRAY(SELECT o.role FROM organisation_role o
        WHERE o.organisation_id = coalesce(pr.organisation_id, org.id) AND o.person_id = p.id)
"""
_PLACE = """
  LEFT JOIN project pr ON pr.id = %(project)s::bigint
  LEFT JOIN organisation org ON org.id = %(organisation)s::bigint
"""
# Whether a second factor is asked of him that he has not.
_LACKS = """
  CASE WHEN %(demanded)s::text = 'none' THEN false ELSE (%(demanded)s::text = 'all' OR p.operator
    OR EXISTS (SELECT FROM organisation_role o WHERE o.person_id = p.id))
    AND NOT EXISTS (SELECT FROM totp t WHERE t.person_id = p.id AND t.confirmed_at IS NOT NULL)
    AND NOT EXISTS (SELECT FROM passkey k WHERE k.person_id = p.id) END
"""
_BY_COOKIE = f"""
SELECT l.csrf, NULL::text[], {_ROLES}, NULL::bigint[],
  l.used_at < now() - interval '10 minutes',
  l.proved_at > now() - interval '15 minutes', {_LACKS}, {{lock}}, {{plans}}
FROM login l JOIN person p ON p.id = l.person_id {_PLACE}
WHERE l.token_hash = %(hash)s AND l.expires_at > now() AND p.left_at IS NULL
"""
_BY_TOKEN = f"""
SELECT NULL::text, t.scopes, {_ROLES}, t.projects,
  t.used_at IS NULL OR t.used_at < now() - interval '1 minute', false, {_LACKS}, {{lock}}, {{plans}}
FROM api_token t JOIN person p ON p.id = t.person_id {_PLACE}
WHERE t.token_hash = %(hash)s AND t.revoked_at IS NULL AND p.left_at IS NULL
  AND (t.expires_at IS NULL OR t.expires_at > now())
"""
# Now and then; those who come at the same moment do not wait for each other.
_USED = {
    by_token: f"""
UPDATE {table} SET used_at = now() WHERE id = (SELECT id FROM {table}
  WHERE token_hash = %(hash)s FOR NO KEY UPDATE SKIP LOCKED)
"""
    for by_token, table in ((True, "api_token"), (False, "login"))
}
_LOCK = f"pg_advisory_xact_lock({ALONE} + p.id) IS NULL"
# Until the end of the transaction a statement is planned once for all values, not for each again:
# to plan the work's own, which look up everything by its key, takes longer than to run them.
_STEADY = "set_config('plan_cache_mode', 'force_generic_plan', true) IS NULL"
STATEMENTS = {
    (by_token, alone, steady): (_BY_TOKEN if by_token else _BY_COOKIE).format(
        lock=_LOCK if alone else "false", plans=_STEADY if steady else "false"
    )
    for by_token in (False, True)
    for alone in (False, True)
    for steady in (False, True)
}


def cookie(name: str) -> str:
    """What a cookie is called. Over https by a name that no neighbouring host can set."""
    return f"__Host-{name}" if settings().secure_cookies else name


@dataclass(frozen=True, slots=True)
class Me:
    """Who is asking, and what he may do where he asks."""

    id: int
    name: str
    operator: bool
    team: frozenset[ProjectRoleName]
    organisation: frozenset[OrganisationRoleName]
    organisation_id: int | None
    currency: str | None
    may: frozenset[May]
    csrf: str | None
    scoped: bool
    projects: frozenset[int] | None = None  # the only ones that his token opens
    fresh: bool = False  # whether he proved himself within the last quarter of an hour
    lacks: bool = False  # whether he has to set up a second factor first

    def need(self, may: May) -> None:
        """Raises `Forbidden`, naming the permission, where `may` is not granted."""
        if may in self.may:
            return
        if self.scoped:
            raise Forbidden(
                f"This token may not do “{may}”; make one whose scopes include it.",
                permission=may.value,
            )
        raise Forbidden(
            f"This needs the permission “{may}”; ask a manager of the project or organisation.",
            permission=may.value,
        )


class Door:
    """The way into a transaction for one request."""

    def __init__(self, request: Request) -> None:
        self.method = request.method
        route = request.scope.get("route")
        self.route = f"{request.method} {getattr(route, 'path', request.url.path)}"
        authorization = request.headers.get("authorization", "")
        scheme, _, token = authorization.partition(" ")
        self.bearer = token.strip() if scheme.lower() == "bearer" else None
        self.cookie = request.cookies.get(cookie(COOKIE))
        self.browser = request.cookies.get(cookie(BROWSER))
        self.user_agent = request.headers.get("user-agent")
        self.csrf = request.headers.get(CSRF_HEADER)
        self.client = request.client.host if request.client else "unknown"
        self.device = device_of(
            request.headers.get("user-agent", ""), request.headers.get("sec-ch-ua-mobile", "")
        )

    @property
    def secret(self) -> str | None:
        """What the caller proves himself with."""
        return self.bearer or self.cookie

    def at(self, declared: str | None) -> Device:
        """What the caller works at, where his page says so too."""
        return smaller(self.device, None if declared is None else Device(declared))

    @contextmanager
    def open(self) -> Iterator[Session]:
        """A transaction for a public route."""
        with transaction() as s:
            yield s

    @contextmanager
    def enter(
        self,
        may: May | None = None,
        *,
        project: int | None = None,
        organisation: int | None = None,
        alone: bool = False,
        steady: bool = False,
        limited: bool = False,
        bare: bool = False,
    ) -> Iterator[tuple[Session, Me]]:
        """A transaction for a person who is signed in.

        With `project` or `organisation` the person must belong there (the operator belongs to
        every organisation for what `permits` grants him there); `may` is what his roles must
        grant. `alone` makes his requests wait for each other until commit: claims of eight tabs
        are then counted one by one. `steady` plans statements once for all values. A token for some
        projects comes in nowhere else, but for what is `limited` to them by itself. Who has to set
        up a second factor first comes in only where it is `bare` to be without. Raises
        `Unauthenticated`, `NotFound`, `Forbidden`.
        """
        if self.secret is None:
            raise Unauthenticated("Sign in, or send an API token.")
        with transaction() as s:
            statement = STATEMENTS[self.bearer is not None, alone, steady]
            me = self._read(s, statement, project, organisation, may)
            note_person(me.id)
            if self.method not in SAFE:
                news.tell(s, news.project(project), news.person(me.id))
            if me.projects is not None and not limited and project not in me.projects:
                raise Forbidden(
                    "This token opens some projects alone; make one that is not limited to them.",
                    permission="projects",
                )
            if me.lacks and not bare:
                raise FactorNeeded(
                    "Set up a second factor first: this Dure asks for one.", permission="factor"
                )
            if may is not None:
                me.need(may)
            with noting() as noted:
                yield s, me
            access.keep(
                s,
                noted,
                by=me.id,
                acting=acting(me.team, me.organisation, me.operator, may),
                route=self.route,
                organisation_id=me.organisation_id,
                project_id=project,
            )

    def _read(
        self,
        s: Session,
        statement: str,
        project: int | None,
        organisation: int | None,
        may: May | None,
    ) -> Me:
        by_token = self.bearer is not None
        assert self.secret is not None
        row = (
            s.connection()
            .exec_driver_sql(
                statement,
                {
                    "hash": hash_token(self.secret),
                    "project": project,
                    "organisation": organisation,
                    "demanded": settings().two_factor,
                },
            )
            .first()
        )
        if row is None:
            raise Unauthenticated("Your session has ended; sign in again.")
        csrf, scopes, person_id, name, operator, verified = row[:6]
        project_id, organisation_id, currency, team, roles, projects, unnoted = row[6:13]
        fresh, lacks = row[13:15]
        if unnoted:
            s.connection().exec_driver_sql(_USED[by_token], {"hash": hash_token(self.secret)})
        changes = not by_token and self.method not in SAFE
        if changes and not (self.csrf and same(csrf, self.csrf)):
            raise Forbidden(
                "The request lacks this session's X-CSRF-Token; load the page again.",
                permission="csrf",
            )
        if not verified:
            raise Forbidden(
                "Open the link in the mail that we sent you, then try again.",
                permission="verified",
            )
        asked_for_place = project is not None or organisation is not None
        house = project is None and organisation_id is not None
        # Who runs the installation is in every organisation, for what he may do there.
        let_in = operator and house and (may is None or may in OPERATOR_IN_HOUSES)
        if asked_for_place and not team and not roles and not let_in:
            raise NotFound("There is no such thing here.")
        if project is not None and project_id is None:
            raise NotFound("There is no such thing here.")
        members = frozenset(ProjectRoleName(role) for role in team)
        offices = frozenset(OrganisationRoleName(role) for role in roles)
        return Me(
            id=person_id,
            name=name,
            operator=operator,
            team=members,
            organisation=offices,
            organisation_id=organisation_id,
            currency=currency,
            may=permits(members, offices, operator, scopes, house=house),
            csrf=csrf,
            scoped=by_token,
            projects=None if projects is None else frozenset(projects),
            fresh=fresh,
            lacks=lacks,
        )


async def _door(request: Request) -> Door:
    # Async, so that FastAPI runs it in place: it does no I/O.
    return Door(request)


Way = Annotated[Door, Depends(_door)]
