"""What CVAT's head says of labels, and the numbers of its shapes."""

from xml.etree.ElementTree import Element


class Unfit(ValueError):
    """A shape that is left out, with its code."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Labels:
    """What the file's head says of labels: the points of skeletons, the types of attributes."""

    def __init__(self) -> None:
        self.points: dict[str, list[str]] = {}
        self._types: dict[tuple[str, str], str] = {}

    def take(self, meta: Element) -> None:
        """Remember the labels of a `<meta>`."""
        for label in meta.iter("label"):
            name = label.findtext("name") or ""
            parent = label.findtext("parent")
            if parent:
                self.points.setdefault(parent, []).append(name)
            for one in label.iterfind("attributes/attribute"):
                kind = one.findtext("input_type") or ""
                self._types[name, one.findtext("name") or ""] = kind

    def value(self, label: str, name: str, given: str) -> bool | float | str:
        """An attribute's value as its type has it."""
        kind = self._types.get((label, name))
        if kind == "checkbox" and given.lower() in ("true", "false"):
            return given.lower() == "true"
        if kind == "number":
            try:
                return finite(given)
            except Unfit:
                return given
        return given


def points_of(given: str | None) -> list[tuple[float, float]]:
    """Points written as `x,y;x,y`. Raises Unfit."""
    points = []
    for pair in (given or "").split(";"):
        x, _, y = pair.partition(",")
        points.append((finite(x), finite(y)))
    return points


def finite(given: str) -> float:
    """A number. Raises Unfit."""
    try:
        number = float(given)
    except ValueError:
        number = float("nan")
    if number != number or abs(number) > 1e9:
        raise Unfit("not_a_number", "The shape lacks a number; mend or remove it.")
    return number
