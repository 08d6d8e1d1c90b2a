"""The third project: sentences of Jeju that people read aloud, and that others write down."""

import orjson

from app.core.settings import settings
from app.demo import queries
from app.demo.queries import Made
from app.demo.scene import import_file
from app.gallery.service import gallery
from app.workflow.opening import open_chunk

_READY = {one.id: one.definition for one in gallery()}
READING = _READY["dialect-reading"]
WRITING = _READY["dialect-transcription"]

SENTENCES = (
    ("혼저 옵서예. 하영 기다렸수다.", "인사"),
    ("밥 먹언? 나도 금방 먹어신디.", "인사"),
    ("어디 감수과? 장에 감수다.", "장보기"),
    ("이거 얼마우꽈? 호꼼 깎아 줍서.", "장보기"),
    ("오널은 보름이 하영 불엄수다.", "날씨"),
    ("비 왐시난 우산 쓰고 갑서.", "날씨"),
    ("할망 집이 이수과?", "이웃"),
    ("무사 경 바빠시냐? 쉬멍 허라.", "이웃"),
    ("바당에 강 물질허영 왓수다.", "일"),
    ("미깡 타레 밧디 감수다.", "일"),
    ("폭삭 속았수다.", "인사"),
    ("낼 또 보게마씸.", "인사"),
)

READING_GUIDELINE = """\
# 제주말 문장 읽기

조용한 곳에서 **이웃 어른께 말하듯이** 읽어 주세요. 한 문장에 30초쯤 걸립니다.

1. 녹음하기 전에 주위 소리를 재요. 시끄러우면 창을 닫거나 자리를 옮겨 주세요.
2. 휴대전화는 입에서 한 뼘쯤 떨어뜨립니다.
3. 들어 보고 마음에 들지 않으면 몇 번이든 다시 녹음할 수 있어요.

이름은 어디에도 나가지 않아요. 동의는 언제든 거둘 수 있고, 그러면 녹음을 모두 없앱니다.
"""
WRITING_GUIDELINE = """\
# 받아쓰기

1. 말한 구간마다 **들리는 대로** 한 줄, **표준어로** 한 줄을 적습니다.
2. 웃음, 기침, 잡음은 표시로 넣고, 알아듣지 못한 곳은 `(())`로 둡니다.
"""
SPEAKER = {
    "birth_year": None,  # is known from the account
    "sex": "female",
    "grew_up": "jeju",
    "lives": "jeju",
    "lives_years": 30,
    "language": "ko",
    "device": "phone",
}
AGREEMENT = {
    "title_ko": "제주말 녹음 참여 동의",
    "title_en": "Consent to the recording of Jeju speech",
    "body_ko": """\
녹음한 목소리와 나이대, 성별, 자란 곳, 사는 곳을 인공지능 학습용 데이터를 만드는 데 씁니다.

- 이름과 연락처는 데이터에 넣지 않고, 과제마다 다른 별명을 씁니다.
- 받아 적고 검수하는 사람이 녹음을 듣습니다.
- 동의는 언제든 거둘 수 있습니다. 그러면 녹음과 그것을 받아 적은 글을 없애고, 이미 나간 \
배포본은 닫습니다. 그때까지 일한 보수는 그대로 드립니다.
""",
    "body_en": """\
Your recorded voice, and your age band, sex, and where you grew up and live, are used to make data \
for training artificial intelligence.

- Your name and address are in no data set; you have another name in each project.
- People who write down and inspect hear your recordings.
- You may withdraw at any time: the recordings, and what was written of them, are destroyed, and \
releases that hold them are closed. What you have earned until then stays yours.
""",
}


def play(made: Made) -> None:
    """Prompts on offer, for eight people each; nobody has spoken yet."""
    path = settings().folder / "demonstration-dialect.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = (
        {
            "name": f"문장/{number:03}",
            "parts": [{"id": "1", "role": "read", "text": text}],
            "meta": {"topic": topic},
        }
        for number, (text, topic) in enumerate(SENTENCES, 1)
    )
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    project_id, stage_id, manager = made["dialect"], made["dialect_stage"], made["manager"]
    import_file(path, project_id, stage_id, by=manager, format="jsonl")
    path.unlink()
    if not queries.any_task(project_id):
        open_chunk(project_id, stage_id, None, priority=0, by=manager)
