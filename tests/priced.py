"""What every price card says beside its prices."""

from typing import Any

PRICED: dict[str, Any] = {"definition": "사진 한 장", "estimate_seconds": 1}
"""At a second each, few prices are too low."""
