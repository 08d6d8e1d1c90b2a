"""The first step and the last: people, projects and money; and the note that all is there."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.states import ProjectState
from app.demo import dialect
from app.demo.queries import SUBJECT, Made
from app.models.person import Agreement, AgreementKind
from app.models.person import OrganisationRoleName as Office
from app.models.person import ProjectRoleName as Role
from app.models.project import Enrolment, Inspect, Project, StageKind
from app.models.transition import move, record
from app.people import agreements, organisations, participants, sign_up
from app.people import queries as people
from app.people.team import join_project
from app.projects.flows import Lead
from app.workflow.design import open_stage, set_prices, write_guideline, write_schema
from app.workflow.found import add_stage, found_project
from app.workflow.fund import pay_in
from app.workflow.pipeline import set_flows


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody of the demonstration, and what he is."""

    key: str
    name: str
    what: str
    offices: tuple[Office, ...] = ()
    cells: tuple[Role, ...] = ()
    streets: tuple[Role, ...] = ()
    dialect: tuple[Role, ...] = ()
    operator: bool = False

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.key}@dure.example"


# The secondary inspector of one project works in the other: several roles, never on one task.
CAST = (
    Part(
        "operator",
        "한지우",
        "operator of the installation; administrator and finance",
        offices=(Office.ADMINISTRATOR, Office.FINANCE),
        operator=True,
    ),
    Part("arbiter", "오세훈", "arbiter: decides appeals", offices=(Office.ARBITER,)),
    Part(
        "manager",
        "김서연",
        "manager of the projects",
        cells=(Role.MANAGER,),
        streets=(Role.MANAGER,),
        dialect=(Role.MANAGER,),
    ),
    Part(
        "worker1",
        "이민지",
        "worker",
        cells=(Role.WORKER,),
        streets=(Role.WORKER,),
        dialect=(Role.WORKER,),
    ),
    Part(
        "worker2",
        "박도윤",
        "worker",
        cells=(Role.WORKER,),
        streets=(Role.WORKER,),
        dialect=(Role.WORKER,),
    ),
    Part(
        "primary",
        "최하은",
        "primary inspector",
        cells=(Role.PRIMARY_INSPECTOR,),
        streets=(Role.PRIMARY_INSPECTOR,),
        dialect=(Role.PRIMARY_INSPECTOR,),
    ),
    Part(
        "secondary",
        "정우진",
        "secondary inspector; worker in the second project",
        cells=(Role.SECONDARY_INSPECTOR,),
        streets=(Role.SECONDARY_INSPECTOR, Role.WORKER),
        dialect=(Role.SECONDARY_INSPECTOR,),
    ),
)

CELLS_SCHEMA = {
    "modality": "picture",
    "labels": [
        {
            "kind": "box",
            "name": "cells",
            "ko": "세포",
            "en": "Cells",
            "classes": [
                {"id": "RBC", "ko": "적혈구", "en": "Red blood cell", "colour": "#C0392B"},
                {"id": "WBC", "ko": "백혈구", "en": "White blood cell", "colour": "#6C3483"},
                {"id": "Platelet", "ko": "혈소판", "en": "Platelet", "colour": "#1F618D"},
            ],
        }
    ],
}
STREETS_SCHEMA = {
    "modality": "picture",
    "labels": [
        {
            "kind": "box",
            "name": "things",
            "ko": "사물",
            "en": "Things",
            "classes": [
                {"id": "car", "ko": "자동차", "en": "Car", "colour": "#2E6DA4"},
                {"id": "tree", "ko": "나무", "en": "Tree", "colour": "#2E7D32"},
                {"id": "sign", "ko": "표지판", "en": "Sign", "colour": "#C77700"},
            ],
        },
        {
            "kind": "class",
            "name": "weather",
            "ko": "날씨",
            "en": "Weather",
            "classes": [
                {"id": "sunny", "ko": "맑음", "en": "Sunny"},
                {"id": "cloudy", "ko": "흐림", "en": "Cloudy"},
                {"id": "night", "ko": "밤", "en": "Night"},
            ],
            "required": True,
        },
    ],
}

CELLS_GUIDELINE = """\
# 세포에 상자 그리기

사진 한 장에 보이는 **모든 세포**에 상자를 그려 주세요. 한 장에 1분쯤 걸립니다.

| 분류 | 생김새 |
| --- | --- |
| 적혈구 (RBC) | 붉고 둥글며 가운데가 옅어요 |
| 백혈구 (WBC) | 크고 보라색이며 핵이 여럿으로 갈라져 보여요 |
| 혈소판 (Platelet) | 아주 작은 보라색 점이에요 |

## 지켜 주세요

1. 상자는 세포의 테두리에 **꼭 맞게** 그립니다. 두 화소까지는 괜찮아요.
2. 세포가 하나도 없는 사진은 상자 없이 그대로 내면 됩니다. 잘못이 아니에요.
3. 서로 닿은 세포도 하나씩 따로 그립니다.

반려되면 72시간 안에 고쳐서 다시 낼 수 있고, 거절에는 이의를 신청할 수 있습니다.
"""
STREETS_GUIDELINE = """\
# 거리의 사물과 날씨

1. 자동차, 나무, 표지판을 **하나씩** 상자로 그립니다. 나무는 줄기 끝까지, 표지판은 기둥까지예요.
2. 날씨를 하나 고릅니다: 맑음, 흐림, 밤. 해가 보이지 않고 하늘이 밝으면 흐림입니다.

한 장을 두 사람이 따로 봅니다. 한 장에 40초쯤 걸립니다.
"""


def found(password: str) -> Made:
    """People, organisation, projects, stages and money, all at once; the note of it comes with
    them. Answers their ids."""
    with transaction() as s:
        made: Made = {}
        for part in CAST:
            made[part.key] = _join(s, part, password)
        boss = made["operator"]
        made["organisation"] = organisations.found(s, "두레데이터 협동조합", boss)
        for part in CAST:
            for office in part.offices:
                organisations.grant(s, made["organisation"], made[part.key], office, boss)
        # What pays an hour of steady work stands above the minimum wage of 2026, 10,320 won:
        # a dish takes a minute (15,000 won an hour), a street 40 seconds (13,500 won).
        _project(
            s,
            made,
            "cells",
            name="혈액 세포 찾기",
            goal="현미경 사진에서 적혈구, 백혈구, 혈소판을 찾아 상자로 그립니다.",
            funds=1_000_000,
            enrolment=Enrolment.OPEN,
        )
        _stage(
            s,
            made,
            "cells",
            {"name": "세포 상자", "inspect1": Inspect.ALL, "inspect2": Inspect.NONE},
            schema=CELLS_SCHEMA,
            guideline=CELLS_GUIDELINE,
            prices=(250, 90, 60),
        )
        _project(
            s,
            made,
            "streets",
            name="거리 풍경 라벨링",
            goal="거리 그림에서 자동차, 나무, 표지판을 찾고 날씨를 고릅니다.",
            funds=500_000,
        )
        _stage(
            s,
            made,
            "streets",
            {"name": "사물과 날씨", "overlap": 2, "inspect1": Inspect.NONE},
            schema=STREETS_SCHEMA,
            guideline=STREETS_GUIDELINE,
            prices=(150, 60, 40),
        )
        _dialect(s, made)
        _note(s, "begun", made)
    return made


def _join(s: Session, part: Part, password: str) -> int:
    person_id = sign_up.add(
        s,
        email=part.email,
        name=part.name,
        password=password,
        birth_year=1990,
        operator=part.operator,
    )
    assert person_id is not None, "the installation had nobody"
    agreements.sign(s, person_id, people.current_agreements(s), "ko")
    return person_id


def _dialect(s: Session, made: Made) -> None:
    """Data that does not exist yet: prompts that are read aloud, and what is read is written down.
    Reading takes half a minute (18,000 won an hour), writing down a minute."""
    _project(
        s,
        made,
        "dialect",
        name="제주말 모으기",
        goal="제주말 문장을 읽은 소리를 모으고, 들리는 대로와 표준어로 받아 적습니다.",
        funds=600_000,
    )
    consent = agreements.publish(
        s, AgreementKind.PROJECT, made["dialect"], dialect.AGREEMENT, by=made["manager"]
    )
    participants.save(s, made["worker1"], dict(dialect.SPEAKER))
    # Who has not spoken yet decides about it before he does.
    for part in CAST:
        if (part.dialect or part.operator) and part.key != "worker2":
            agreements.sign(s, made[part.key], [s.get_one(Agreement, consent)], "ko")
    _stage(
        s,
        made,
        "dialect",
        {"name": "문장 읽기", "kind": StageKind.COLLECT, "overlap": 8, "position": 1},
        schema=dialect.READING,
        guideline=dialect.READING_GUIDELINE,
        prices=(150, 60, 40),
    )
    _stage(
        s,
        made,
        "dialect",
        {"name": "받아쓰기", "inspect2": Inspect.SAMPLE, "rate2": Decimal("0.2"), "position": 2},
        schema=dialect.WRITING,
        guideline=dialect.WRITING_GUIDELINE,
        prices=(250, 90, 60),
        key="dialect_writing",
    )
    set_flows(
        s,
        by=made["manager"],
        project_id=made["dialect"],
        leads=[Lead(made["dialect_stage"], made["dialect_writing"])],
    )


def _project(
    s: Session,
    made: Made,
    key: str,
    *,
    name: str,
    goal: str,
    funds: int,
    enrolment: Enrolment = Enrolment.INVITED,
) -> None:
    """An open project with its team and its money; of everybody's roles those under `key`."""
    boss, manager = made["operator"], made["manager"]
    project_id = found_project(
        s,
        by=boss,
        organisation_id=made["organisation"],
        name=name,
        goal=goal,
        enrolment=enrolment,
    )
    for part in CAST:
        for role in getattr(part, key):
            join_project(s, project_id, made[part.key], role, by=boss)
    pay_in(s, by=manager, project_id=project_id, amount=funds, key="demonstration")
    move(s, Project, project_id, ProjectState.OPEN, by=manager)
    made[key] = project_id


def _stage(
    s: Session,
    made: Made,
    project: str,
    values: dict[str, Any],
    *,
    schema: dict[str, Any],
    guideline: str,
    prices: tuple[int, int, int],
    key: str | None = None,
) -> None:
    """An open stage of a project; its id is noted under `key`, else as the project's."""
    manager, project_id = made["manager"], made[project]
    values = {"kind": StageKind.LABEL, "holds": 10} | values
    stage_id = add_stage(s, by=manager, project=s.get_one(Project, project_id), values=values)
    here: dict[str, Any] = {"by": manager, "project_id": project_id, "stage_id": stage_id}
    write_guideline(s, body=guideline, **here)
    write_schema(s, definition=schema, **here)
    set_prices(
        s,
        level0=prices[0],
        level1=prices[1],
        level2=prices[2],
        definition="사진 한 장",
        estimate_seconds=40,
        **here,
    )
    open_stage(s, **here)
    made[key or f"{project}_stage"] = stage_id


def finish(made: Made) -> None:
    """Note that all of it is there."""
    with transaction() as s:
        _note(s, "made", made)


def _note(s: Session, target: str, made: Made) -> None:
    record(s, project_id=0, subject=SUBJECT, subject_id=0, by=None, target=target, data=dict(made))
