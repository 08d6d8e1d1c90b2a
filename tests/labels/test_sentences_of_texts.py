"""Where sentences and paragraphs of Korean end."""

import pytest

from app.labels.pieces.sentences import paragraphs, sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["오늘은 날씨가 좋다. ", "내일은 어떨까요? ", "비가 온다!  ", "글쎄… ", "간다."],
        ["밥 먹었어요. ", "그래요?! ", "네!!! ", "ㅋㅋㅋ"],
        # What is quoted stands in its sentence, and goes on with a particle.
        ["그는 “가자. 빨리.”라고 말했다. ", "나는 웃었다."],
        ['"밥 먹었니? 빨리 와." ', "엄마가 말했다. ", "나는 갔다."],
        ['그는 "가자." 하고 말했다. ', "끝."],
        ["그는 ‘정말?’ 이라고 물었다. ", "응."],
        ["(사진. 서울) 이것은 괄호다. ", "응."],
        ["『책. 이름』을 읽었다. ", "좋았다."],
        ["그는 “끝나지 않는 말을 했다. ", "그리고 갔다."],
        # Full stops that end nothing.
        ["2024. 3. 1. 서울에서 열렸다. ", "값은 3.14이다. ", "3.5% 올랐다."],
        ["1. 첫째 항목이다.\n", "2. 둘째다.\n\n", "가. 나무"],
        ["Dr. Kim과 J. Smith가 왔다. ", "U.S. 정부는 e.g. 이것을 했다."],
        ["www.dure.kr 에서 본다. ", "끝."],
        # Lines end sentences, and a full stop without a space after an ending of verbs does.
        ["제목\n", "본문이다.  \n  ", "둘째 줄."],
        ["했다.", "그리고 갔다."],
        ["안녕"],
        ["   "],
        ["..."],
        ["\n\n첫 줄이다. ", "둘째다."],
        ["👍👨‍👩‍👧‍👦 좋다. ", "한글이다."],
    ],
)
def test_sentences_end_where_people_end_them(parts: list[str]) -> None:
    text = "".join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["가나.\n다라\n\n", "마바\n\n\n", "사"],
        ["가나\n", "다라\n", "마바"],
        ["가나 다라"],
        ["\n\n가\n\n", "나\n\n"],
        ["  \n"],
    ],
)
def test_paragraphs_end_at_blank_lines_or_else_at_lines(parts: list[str]) -> None:
    text = "".join(parts)
    assert [text[start:end] for start, end in paragraphs(text)] == parts


def test_an_empty_text_has_none() -> None:
    assert sentences("") == paragraphs("") == []
