"""What a page of pictures keeps while a hundred tasks are worked through, one after another."""

from typing import Any

from app.bench.series import Opened

LOOKED = (10, 55, 100)
# What a person does with each: on to an object, move it, give it another class, take that back.
WORK = ("Period", "ArrowRight", "Shift+ArrowDown", "Digit2", "KeyZ")


def worked_through(opened: Opened, url: str, look: str = "desk") -> dict[str, Any]:
    """Bytes of JavaScript, nodes of the document and editors still held after so many tasks, all
    waste swept up; and how much more the last is than the first.
    """
    heap: dict[str, int] = {}
    nodes: dict[str, int] = {}
    editors: dict[str, int] = {}
    with opened(f"{url}?shapes=50&kind=box&tool=select", look) as (page, remote):
        page.evaluate("window.seen = []")
        for done in range(1, LOOKED[-1] + 1):
            page.evaluate("seen.push(new WeakRef(bench.editor))")
            for key in WORK:
                page.keyboard.press(key)
            page.keyboard.press("KeyN")
            page.wait_for_function("window.bench.ready")
            if done in LOOKED:
                page.wait_for_timeout(500)
                for _ in range(3):  # what a sweep frees may hold what the next one frees
                    remote.send("HeapProfiler.collectGarbage")
                heap[str(done)] = int(remote.send("Runtime.getHeapUsage")["usedSize"])
                nodes[str(done)] = int(remote.send("Memory.getDOMCounters")["nodes"])
                held = "seen.filter((one) => one.deref() !== undefined).length"
                editors[str(done)] = int(page.evaluate(held))
    first, last = str(LOOKED[0]), str(LOOKED[-1])
    return {
        "heap_bytes": heap,
        "nodes": nodes,
        "editors": editors,
        "heap_ratio": round(heap[last] / heap[first], 3),
        "nodes_ratio": round(nodes[last] / nodes[first], 3),
    }
