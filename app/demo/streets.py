"""The second project: shapes on a street, two people to a picture, half of it inspected."""

from app.core.database import transaction
from app.demo import queries
from app.demo.pictures import street
from app.demo.queries import Made
from app.demo.scene import Scene
from app.models.project import Inspect
from app.workflow.cancel import exclude_item

PICTURES, OPENED = 30, 26


def play(made: Made) -> None:
    """What has happened in it: pictures that two people agree on, and one that was taken out."""
    scene = Scene(made, "streets", [street(number) for number in range(1, PICTURES + 1)])
    scene.bring_in(opened=OPENED)
    for number in range(1, 6):
        scene.work("worker1", f"done {number}")
        scene.work("worker2" if number % 2 else "secondary", f"done {number}")
    _take_one_out(scene)
    scene.policy(1, Inspect.SAMPLE, "0.5")
    for number in range(1, 7):
        scene.work("worker2", f"under way {number}")
    seen = scene.take("primary", "seen", 1)
    if seen is not None:  # chance has drawn none of the six, once in 64 demonstrations
        scene.judge("primary", seen, "approve")
    lease = scene.must_take("secondary", "drafted")
    scene.draft("secondary", lease)


def _take_one_out(scene: Scene) -> None:
    if not queries.excluded(scene.project_id):
        with transaction() as s:
            exclude_item(
                s,
                by=scene.made["manager"],
                project_id=scene.project_id,
                item_id=queries.ready(scene.project_id)[-1],
                reason="unreadable",
            )
