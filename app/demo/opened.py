"""What the first project has given to everybody: its release in the catalogue, and what somebody
who uses it has found."""

from sqlalchemy import select

from app.catalogue import queries as catalogue
from app.catalogue import service
from app.core.database import transaction
from app.defects.service import Finding
from app.demo.queries import Made
from app.models.catalogue import Domain
from app.models.defect import DefectKind
from app.models.item import Item
from app.models.release import Release, ReleaseItem
from app.workflow.report_defect import report_defect

SAMPLES = 6
SAID = {
    "title_ko": "배양 접시 세포 상자",
    "title_en": "Boxes of cells in a dish",
    "about_ko": "배양 접시를 찍은 그림에서 적혈구, 백혈구, 혈소판을 하나하나 상자로 표시했어요. "
    "모든 답을 검수했고, 다섯에 하나는 두 번 검수했어요.",
    "about_en": "Red cells, white cells and platelets in pictures of a dish, each marked with a "
    "box. Every answer was inspected, one in five twice.",
    "terms_ko": "출처를 밝히면 누구나, 상업적으로도 쓸 수 있어요.",
    "terms_en": "Free for everybody who names its makers, for commerce too.",
    "licence": "CC-BY-4.0",
}
FOUND = "오른쪽 아래 겹친 세포 둘이 상자 하나에 들어 있어요."


def play(made: Made) -> None:
    """Open the release to everybody, and report a finding on it: all of it, or nothing."""
    project_id, stage_id, manager = made["cells"], made["cells_stage"], made["manager"]
    with transaction() as s:
        if catalogue.managed(s, project_id, after=0, limit=1):
            return
        release_id = (
            s.execute(
                select(Release.id).where(Release.project_id == project_id).order_by(Release.id)
            )
            .scalars()
            .one()
        )
        items = s.scalars(
            select(ReleaseItem.item_id)
            .where(ReleaseItem.project_id == project_id, ReleaseItem.release_id == release_id)
            .order_by(ReleaseItem.item_id)
            .limit(SAMPLES)
        ).all()
        shown = s.get_one(Item, (project_id, items[-1])).name
        said = SAID | {
            "stage_id": stage_id,
            "domain": Domain.HEALTH,
            "keywords": ["세포", "상자", "검출"],
            "creators": ["두레데이터 협동조합"],
            "improve_from": None,
            "improve_until": None,
        }
        dataset = service.write(s, by=manager, project_id=project_id, dataset_id=None, said=said)
        here = {"by": manager, "project_id": project_id, "dataset_id": dataset.id}
        service.offer(s, **here, release_id=release_id, ko="첫 배포본이에요.", en="The first one.")
        service.choose_samples(s, **here, items=items)
        service.publish(s, **here)
        report_defect(
            s,
            by=made["worker1"],
            project_id=project_id,
            release_id=release_id,
            found=Finding(kind=DefectKind.PLACE, body=FOUND, item=shown),
            key="demonstration",
        )
