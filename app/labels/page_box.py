"""Boxes on the pages of a document, each of one class, with what stands in them where it is asked.

`x` and `y` are the upper left corner, in pixels of the page at 144 to the inch.
"""

from collections.abc import Sequence
from typing import Literal

from app.labels.base import Asked, Fault
from app.labels.letters import sameness
from app.labels.marks import MarkLabel, marks_type
from app.labels.pages import PLACES, OnPage, PageText, move_page, page_faults


class PageBoxLabel(MarkLabel):
    """A question answered with boxes; `text` says whether what stands in each is written down."""

    kind: Literal["page_box"]
    text: Literal["none", "optional", "required"] = "none"


class PageBox(OnPage):
    """One box of one page."""

    kind: Literal["page_box"]
    text: PageText | None = None


def _check(definition: PageBoxLabel, asked: Asked, box: PageBox) -> Sequence[Fault]:
    faults = list(page_faults(asked, box, "box"))
    text = (box.text or "").strip()
    if definition.text == "required" and not text:
        sentence = "What stands in the box is asked for; write it down."
        faults.append(Fault("text_missing", box.id, sentence))
    if definition.text == "none" and box.text is not None:
        sentence = f'"{definition.name}" asks for no text in its boxes; take it out.'
        faults.append(Fault("text_not_asked", box.id, sentence))
    return faults


def _alike(definition: PageBoxLabel, one: PageBox, other: PageBox) -> float:
    return 1.0 if definition.text == "none" else sameness(one.text or "", other.text or "")


PAGE_BOX = marks_type(
    "page_box",
    PageBoxLabel,
    PageBox,
    _check,
    PLACES,
    many="boxes",
    move=move_page,
    alike=_alike,
)
