"""Names of tiers: whose segments or events they hold, and which line of them."""

import re
from dataclasses import dataclass

_ENDS = re.compile(r"\\(.)|([@/#])", re.DOTALL)
_SPECIAL = re.compile(r"[\\@/#]")
_LANE = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class Tier:
    """What a tier is about; `lane` counts from 1 where segments lie across each other."""

    label: str
    channel: str | None = None
    speaker: str | None = None
    line: str | None = None
    lane: int = 1

    @property
    def name(self) -> str:
        """The name in the file."""
        found = _shown(self.label)
        if self.channel is not None:
            found += f"@{_shown(self.channel)}"
        if self.speaker is not None or self.line is not None:
            found += f"/{_shown(self.speaker or '')}"
        if self.line is not None:
            found += f"/{_shown(self.line)}"
        return found if self.lane == 1 else f"{found}#{self.lane}"


def _shown(part: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", part)


def tier_of(name: str) -> Tier:
    """What a tier of that name is about; another program's may mean something else."""
    parts: list[tuple[str, str]] = []
    sign, held, begun = "", "", 0
    for found in _ENDS.finditer(name):
        held += name[begun : found.start()] + (found[1] or "")
        begun = found.end()
        if found[2] is not None:
            parts.append((sign, held))
            sign, held = found[2], ""
    parts.append((sign, held + name[begun:]))
    # Signs in another order than ours are another program's.
    order = "".join(sign for sign, _ in parts)
    lane = parts[-1][1] if order.endswith("#") else "1"
    if re.fullmatch(r"@?/?/?#?", order) is None or _LANE.fullmatch(lane) is None:
        return Tier(name)
    said = {sign: value for sign, value in parts if sign in ("", "@")}
    speaker, line, *_ = [value for sign, value in parts if sign == "/"] + ["", ""]
    return Tier(said[""], said.get("@"), speaker or None, line or None, int(lane))
