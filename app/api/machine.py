"""The machine, for who runs it: background work, processes, leases, room, backups, faults."""

from app.api.deps import Way
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.oversight import machine
from app.oversight.machine_schemas import BackupSeen, FailureSeen, MachineOut
from app.people.permits import May

router = Router(prefix="/machine", tags=["machine"])


@router.get("")
def read_machine(door: Way) -> MachineOut:
    """How the machine stands just now; for its operator."""
    with door.enter(May.SYSTEM_OPERATE) as (s, _):
        newest = machine.backups(s, before=0, limit=1)
        return MachineOut.model_validate(
            {
                **machine.versions(),
                "chores": machine.chores(s),
                "waits": machine.waits(s),
                "processes": machine.processes(s),
                "leases": machine.leases(s),
                "database": machine.database(s),
                "tables": machine.tables(s),
                "storage": {**machine.room(), **machine.stored(s)},
                "backup": newest[0] if newest else None,
            }
        )


@router.get("/backups")
def list_backups(door: Way, after: After = 0, limit: Limit = 50) -> Page[BackupSeen]:
    """Backups that were finished, the newest first; for the operator."""
    with door.enter(May.SYSTEM_OPERATE) as (s, _):
        rows = machine.backups(s, before=after, limit=limit + 1)
        return page([BackupSeen.model_validate(row) for row in rows], limit)


@router.get("/failures")
def list_failures(door: Way, after: After = 0, limit: Limit = 50) -> Page[FailureSeen]:
    """Faults that somebody met in the last month, the newest first, each with the id of its
    request; for the operator."""
    with door.enter(May.SYSTEM_OPERATE) as (s, _):
        rows = machine.failures(s, before=after, limit=limit + 1)
        return page([FailureSeen.model_validate(row) for row in rows], limit)
