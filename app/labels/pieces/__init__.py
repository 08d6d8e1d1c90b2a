"""Splitting items into pieces and putting together again what was said of them: pure, no I/O.

`plan` says which pieces an item has, `facts_of_piece` what each piece's own asset comes out as.
Work is done on a piece in its own coordinates, as on any item. `merge` makes one answer about the
whole of the answers about its pieces, and tells what it did at the seams. `plan_bundles`, `bundled`
and `unbundled` do so for several small items that are one task.
"""

from app.labels.pieces.bundles import (
    Small,
    bundled,
    facts_of_bundle,
    plan_bundles,
    unbundled,
)
from app.labels.pieces.carry import carry, facts_of_piece, to_piece, to_whole
from app.labels.pieces.merge import Merged, Seam, merge
from app.labels.pieces.piece import (
    BundlePiece,
    Member,
    ObjectStretch,
    PagePiece,
    PartStretch,
    Piece,
    Rect,
    Stretch,
    TextPiece,
    WholePiece,
    parse_piece,
    piece_json,
)
from app.labels.pieces.plan import Hints, plan
from app.labels.pieces.silence import Loudness
from app.labels.pieces.split import (
    Bundle,
    Split,
    SplitRefused,
    fits,
    parse_split,
    split_json,
)

__all__ = [
    "Bundle",
    "BundlePiece",
    "Hints",
    "Loudness",
    "Member",
    "Merged",
    "ObjectStretch",
    "PagePiece",
    "PartStretch",
    "Piece",
    "Rect",
    "Seam",
    "Small",
    "Split",
    "SplitRefused",
    "Stretch",
    "TextPiece",
    "WholePiece",
    "bundled",
    "carry",
    "facts_of_bundle",
    "facts_of_piece",
    "fits",
    "merge",
    "parse_piece",
    "parse_split",
    "piece_json",
    "plan",
    "plan_bundles",
    "split_json",
    "to_piece",
    "to_whole",
    "unbundled",
]
