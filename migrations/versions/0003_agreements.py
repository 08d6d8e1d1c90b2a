"""the first terms and the first privacy notice, which everybody signs at sign-up

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# Whoever runs Dure replaces these with his own by publishing version 2; the ones that were signed
# stay as they were, so what stands here is never edited.
TERMS_KO = """\
1. 두레는 데이터를 모으고 라벨을 붙이는 일을 나누어 하는 곳입니다. 이 약관은 두레를 운영하는 쪽과 \
이용하는 분 사이의 약속입니다.
2. 연 나이로 14세 이상이고 이메일 주소를 확인한 분이 가입할 수 있습니다. 계정은 한 사람이 하나만 \
쓰고 다른 사람에게 빌려주지 않습니다.
3. 작업의 단가는 맡기 전에 보여 드리며, 맡은 순간의 단가가 그대로 적용됩니다. 승인된 작업의 보수는 \
되돌리지 않습니다.
4. 제출한 작업은 검수를 거칩니다. 반려나 거절에는 이유를 적고, 거절에는 이의를 제기할 수 있습니다. \
정해진 기간 안에 답이 없으면 작업한 분에게 유리하게 처리합니다.
5. 보수가 지급되는 결과물은 해당 과제의 데이터셋에 쓰입니다. 보수가 지급되지 않은 결과물은 쓰지 \
않습니다.
6. 과제에서 보거나 들은 자료를 밖으로 옮기지 않습니다. 남의 답을 베끼거나 자동으로 만든 답을 자기 \
것처럼 내지 않습니다.
7. 언제든지 탈퇴할 수 있습니다. 탈퇴해도 이미 번 보수는 받을 수 있습니다.
8. 약관이 바뀌면 새 판을 보여 드리고 다시 동의를 받습니다.
"""
TERMS_EN = """\
1. Dure is a place where the work of collecting and labeling data is shared out. These terms hold \
between whoever runs this Dure and you.
2. You may sign up from the age of 14 (by calendar years) once you have confirmed your e-mail \
address. One person has one account and lends it to nobody.
3. You see what a piece of work pays before you take it, and the price at that moment holds. Pay \
for accepted work is never taken back.
4. What you hand in is inspected. A return or a rejection names its reason, and you can appeal \
against a rejection. Where nobody answers in time, it is decided in your favour.
5. Results that are paid go into the project's data set. Results that are not paid are not used.
6. You take nothing that you see or hear in a project elsewhere. You do not copy others' answers, \
and you do not hand in machine-made answers as your own.
7. You may leave at any time, and still receive what you have earned.
8. When these terms change you are shown the new version and asked again.
"""
PRIVACY_KO = """\
1. 가입할 때 이메일 주소, 이름, 태어난 해, 사용 언어를 받습니다. 비밀번호는 되돌릴 수 없는 \
값으로만 보관합니다.
2. 이용하는 동안 로그인한 기기의 브라우저 이름과 시각, 맡은 작업과 제출물, 검수 결과, 보수 내역, \
동의한 약관의 판과 시각을 기록합니다.
3. 이 정보는 계정을 지키고, 작업을 나누어 드리고, 검수하고, 보수를 계산하는 데에만 씁니다. 광고에 \
쓰거나 팔지 않습니다.
4. 과제의 작업자와 검수자는 서로를 과제별 별명으로만 봅니다. 과제 책임자와 기관 관리자는 이름과 \
이메일 주소를 볼 수 있습니다.
5. 탈퇴하면 이름, 이메일 주소, 태어난 해, 비밀번호, 알림을 바로 지웁니다. 제출물과 별명, \
보수 내역, 변경 기록은 데이터셋의 근거와 회계 자료로 남습니다.
6. 내 정보를 보고, 고치고, 지워 달라고 요구할 수 있습니다. 두레를 운영하는 쪽에 알려 주세요.
7. 이 안내가 바뀌면 새 판을 보여 드리고 다시 동의를 받습니다.
"""
PRIVACY_EN = """\
1. At sign-up we take your e-mail address, name, year of birth and language. Your password is kept \
only as a value that cannot be turned back.
2. While you use Dure we record your browser's name and when you signed in, the work you took and \
handed in, what inspectors said, what you earned, and which agreements you signed when.
3. We use this to protect your account, share out work, inspect it and reckon your pay, and for \
nothing else. It is neither sold nor used for advertising.
4. Workers and inspectors of a project see each other only by a pseudonym. The project's managers \
and the organisation's administrators can see your name and address.
5. When you leave, your name, address, year of birth, password and notifications are erased at \
once. What you handed in, your pseudonyms, your pay and the record of changes stay, as the data \
set's evidence and as accounts.
6. You may ask to see, correct or erase what is kept about you: tell whoever runs this Dure.
7. When this notice changes you are shown the new version and asked again.
"""


def upgrade() -> None:
    agreement = sa.table(
        "agreement",
        *(
            sa.column(name)
            for name in ("kind", "version", "title_ko", "title_en", "body_ko", "body_en")
        ),
    )
    op.bulk_insert(
        agreement,
        [
            {
                "kind": "terms",
                "version": 1,
                "title_ko": "두레 이용약관",
                "title_en": "Terms of Dure",
                "body_ko": TERMS_KO,
                "body_en": TERMS_EN,
            },
            {
                "kind": "privacy",
                "version": 1,
                "title_ko": "개인정보 처리 안내",
                "title_en": "Privacy notice",
                "body_ko": PRIVACY_KO,
                "body_en": PRIVACY_EN,
            },
        ],
    )


def downgrade() -> None:
    raise NotImplementedError("What people have signed is never deleted.")
