"""`dure user`: people, for who runs the installation."""

from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from app.commands.servers import connected
from app.core.database import transaction
from app.core.errors import Invalid, NotFound
from app.models.person import OrganisationRoleName, Person, ProjectRoleName
from app.models.transition import record
from app.people import factors, fields, organisations, queries, sessions, sign_up
from app.people.passwords import hash_password
from app.people.team import join_project, leave_team

app = typer.Typer()

EMAIL = TypeAdapter(fields.Email)

Email = Annotated[str, typer.Argument(help="The person's e-mail address.")]
AskedPassword = Annotated[
    str,
    typer.Option(
        "--password", prompt=True, hide_input=True, confirmation_prompt=True, envvar="PASSWORD"
    ),
]


def _known(s: Session, email: str) -> Person:
    person = queries.person_by_email(s, email)
    if person is None or person.left_at is not None:
        raise NotFound(f"Nobody has the address {email}; see “dure user list”.")
    return person


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="The person's name.")],
    password: AskedPassword,
    locale: Annotated[str, typer.Option(help="ko or en")] = "ko",
    operator: Annotated[bool, typer.Option(help="May run the installation.")] = False,
) -> None:
    """Make an account whose address is taken as proved."""
    if locale not in ("ko", "en"):
        raise Invalid("The locale is ko or en.")
    try:
        email = EMAIL.validate_python(email)
    except ValidationError:
        raise Invalid(f"“{email}” is not an e-mail address.") from None
    sign_up.need_password(password, email, name)
    with connected("dure user"), transaction() as s:
        person_id = sign_up.add(
            s,
            email=email,
            name=name,
            password=password,
            locale=locale,
            operator=operator,
        )
        if person_id is None:
            raise Invalid(f"Somebody has the address {email} already.")
        record(s, project_id=0, subject="person", subject_id=person_id, by=None, target="added")
    typer.echo(f"Person {person_id}: {email}")


@app.command()
def password(email: Email, password: AskedPassword) -> None:
    """Give somebody another password; all sessions and API tokens end."""
    with connected("dure user"), transaction() as s:
        person = _known(s, email)
        sign_up.need_password(password, person.email, person.name)
        person.password_hash = hash_password(password)
        s.flush()
        sessions.shut_out(s, person.id)
        record(s, project_id=0, subject="person", subject_id=person.id, by=None, why="password set")
    typer.echo("Done.")


@app.command("lost-factors")
def lost_factors(email: Email) -> None:
    """Take away the second factors of somebody who has lost them all; sessions and API tokens end.
    Make sure first, in person, that it is he."""
    with connected("dure user"), transaction() as s:
        person = _known(s, email)
        factors.take_away(s, person.id, by=None)
        sessions.shut_out(s, person.id)
    typer.echo("Done.")


@app.command()
def grant(
    email: Email,
    role: Annotated[
        str,
        typer.Argument(
            help="operator, or administrator, finance, arbiter (with --organisation), or worker, "
            "primary_inspector, secondary_inspector, manager, custodian (with --project)."
        ),
    ],
    project: Annotated[int | None, typer.Option(help="The project's id.")] = None,
    organisation: Annotated[int | None, typer.Option(help="The organisation's id.")] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take it instead.")] = False,
) -> None:
    """Give somebody a role."""
    with connected("dure user"), transaction() as s:
        person = _known(s, email)
        if role == "operator":
            person.operator = not revoke
            record(
                s,
                project_id=0,
                subject="person",
                subject_id=person.id,
                by=None,
                source="operator" if revoke else None,
                target=None if revoke else "operator",
            )
        elif role in set(ProjectRoleName) and project is not None:
            if revoke:
                leave_team(s, project, person.id, ProjectRoleName(role), by=None)
            else:
                name = join_project(s, project, person.id, ProjectRoleName(role), by=None)
                typer.echo(f"Called {name} there.")
        elif role in set(OrganisationRoleName) and organisation is not None:
            act = organisations.revoke if revoke else organisations.grant
            act(s, organisation, person.id, OrganisationRoleName(role), by=None)
        else:
            raise Invalid(f"“{role}” needs --project or --organisation; see “dure user grant -h”.")
    typer.echo("Done.")


@app.command("list")
def list_people(
    email: Annotated[str | None, typer.Option(help="Only who has this address.")] = None,
) -> None:
    """Show everybody: id, address, name, and what stands out."""
    with connected("dure user"):
        after = 0
        while True:
            with transaction() as s:
                rows = queries.people(s, after=after, limit=500, email=email)
            for row in rows[:500]:
                marks = [
                    "operator" if row.operator else "",
                    "" if row.verified_at else "unverified",
                    "left" if row.left_at else "",
                ]
                typer.echo(
                    f"{row.id:>8}  {row.email:<36} {row.name}  {' '.join(filter(None, marks))}"
                )
            if len(rows) <= 500:
                return
            after = rows[499].id
