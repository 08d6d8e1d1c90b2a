"""The first project's release, open to everybody; a user has found something in it."""

from typing import Any

from app.catalogue import service as catalogue
from app.core.database import transaction
from app.defects.service import Finding
from app.demo import queries
from app.demo.queries import Made
from app.models.defect import DefectKind
from app.workflow.report_defect import report_defect

SAMPLES = 6
SAID: dict[str, Any] = {
    "title_ko": "말초혈액 도말 세포 상자",
    "title_en": "Cells in blood smears, in boxes",
    "about_ko": "현미경으로 찍은 혈액 도말 사진에서 적혈구, 백혈구, 혈소판을 상자로 표시했어요. "
    "모든 답은 검수를 거쳤어요.",
    "about_en": "Red and white blood cells and platelets in photographs of blood smears, each in "
    "a box. Every answer was inspected.",
    "terms_ko": "만든 곳을 밝히면 누구나 쓸 수 있어요. 진단에는 쓸 수 없어요.",
    "terms_en": "Free for everybody who names its makers. Not for diagnosis.",
    "domain": "health",
    "keywords": ["혈액", "세포", "blood", "cells"],
    "creators": ["두레데이터 협동조합"],
    "licence": "CC-BY-4.0",
}


def play(made: Made) -> None:
    """Publish the release with some samples, and report a finding, once."""
    project_id, by = made["cells"], made["manager"]
    with transaction() as s:
        if queries.open_to_all(s, project_id):
            return
        release_id, items = queries.released(s, project_id, SAMPLES)
        said = SAID | {"stage_id": made["cells_stage"]}
        opened = catalogue.write(s, by=by, project_id=project_id, dataset_id=None, said=said)
        here = {"by": by, "project_id": project_id, "dataset_id": opened.id}
        catalogue.offer(s, **here, release_id=release_id, ko="첫 배포예요.", en="The first one.")
        catalogue.choose_samples(s, **here, items=items)
        catalogue.publish(s, **here)
        report_defect(
            s,
            by=made["worker2"],
            project_id=project_id,
            release_id=release_id,
            found=Finding(
                DefectKind.OTHER,
                "혈소판과 작은 적혈구를 가르는 기준이 설명에 없어요. 지침을 함께 실어 주세요.",
                label="cells",
                class_="Platelet",
            ),
            key="demonstration:finding",
        )
