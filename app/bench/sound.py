"""Half an hour of sound with six hundred segments, panned: frames a second."""

from app.bench.series import Opened, counted, panning

MINUTES = 30
SEGMENTS = 600
# How much nearer than the whole: some minutes, some ten seconds, a second.
NEAR = {"pan": 8.0, "pan_near": 60.0, "pan_second": 1_500.0}


def frames(opened: Opened, url: str, look: str, seconds: int) -> dict[str, float]:
    """While it is panned to and fro at each nearness."""
    address = url.replace("bench.html", "bench-sound.html")
    found = {}
    for case, near in NEAR.items():
        with opened(f"{address}?minutes={MINUTES}&segments={SEGMENTS}", look) as (page, remote):
            page.evaluate("by => bench.editor.zoomBy(by)", near)
            found[f"{case}_fps"] = counted(page, seconds, panning(page, remote, look))
    return found
