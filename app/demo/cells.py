"""The first project: cells in a dish, everything inspected, a fifth of it twice."""

from app.demo.pictures import dish
from app.demo.queries import Made
from app.demo.scene import Scene
from app.models.project import Inspect

PICTURES, OPENED = 40, 34


def play(made: Made) -> None:
    """What has happened in it: a piece of work in every state, told in an order in which each
    claim finds exactly the piece that it is meant for."""
    scene = Scene(made, "cells", [dish(number) for number in range(1, PICTURES + 1)])
    scene.bring_in(opened=OPENED)
    _ordinary(scene)
    _rejected(scene)
    # Everything is seen twice for a while, then a fifth, as the manager grows sure of it.
    scene.policy(2, Inspect.ALL)
    _seen_twice(scene)
    scene.policy(2, Inspect.SAMPLE, "0.2")
    _going_on(scene)
    scene.release("1.0.0")
    scene.lay_out("AI 허브 제출 규격", "trio")


def _ordinary(scene: Scene) -> None:
    for number in range(1, 9):
        who = f"worker{number % 2 + 1}"
        scene.work(who, f"accepted {number}")
        scene.inspect(f"accepted {number}", "approve")
    scene.work("worker2", "fixed", careless=True)
    scene.inspect("fixed", "fix", says="빠진 세포 하나를 더했어요.")
    lease = scene.work("worker1", "mended", careless=True)
    says = "첫 상자가 세포보다 오른쪽으로 밀렸어요. 테두리에 맞춰 주세요."
    seen = scene.inspect("mended", "return", "position", says)
    scene.hand_in("worker1", lease, again=True)
    scene.check_again("primary", seen, "approve")


def _rejected(scene: Scene) -> None:
    scene.reject("worker2", "rejected")
    lease = scene.reject("worker1", "appealed")
    scene.object("worker1", lease, "상자는 지침의 두 화소 안에 있습니다. 다시 봐 주세요.")
    lease = scene.reject("worker2", "lost")
    scene.object("worker2", lease, "빠진 세포는 너무 흐려서 보이지 않았습니다.")
    scene.arbitrate(lease, won=False, reply="세포가 또렷이 보입니다. 거절을 유지합니다.")
    lease = scene.reject("worker1", "won")
    scene.object("worker1", lease, "겹친 세포를 지침 3번대로 나누어 그렸습니다.")
    scene.arbitrate(lease, won=True, reply="지침에 맞는 답이었습니다. 보수를 지급합니다.")
    # The second level does not always agree with the first.
    scene.work("worker2", "saved")
    scene.inspect("saved", "reject", "careless", "대충 그린 것으로 보입니다.")
    scene.second("saved", "approve")
    lease = scene.work("worker1", "given up", careless=True)
    scene.inspect("given up", "return", "missing", "아래쪽 세포가 빠졌어요.")
    scene.run_out(lease)
    scene.work("worker1", "in rework", careless=True)
    scene.inspect("in rework", "return", "missing", "혈소판 하나가 빠졌어요. 왼쪽 위를 봐 주세요.")


def _seen_twice(scene: Scene) -> None:
    scene.work("worker2", "upheld")
    scene.inspect("upheld", "approve")
    scene.second("upheld", "approve")
    scene.work("worker1", "overturned", careless=True)
    scene.inspect("overturned", "approve")
    scene.second("overturned", "fix", says="밀린 상자를 바로잡았어요.")
    scene.work("worker2", "waits for the second level")
    scene.inspect("waits for the second level", "approve")


def _going_on(scene: Scene) -> None:
    lease = scene.must_take("worker1", "drafted")
    scene.draft("worker1", lease)
    scene.must_take("worker2", "reserved")
    for number in range(1, 4):
        scene.work(f"worker{number % 2 + 1}", f"submitted {number}")
    scene.must_take("primary", "being inspected", 1)
    # Places that come free again last: whoever claims next finds them first.
    expired = scene.must_take("worker2", "expired")
    given_back = scene.must_take("worker1", "given back")
    taken_back = scene.must_take("worker2", "taken back")
    scene.run_out(expired)
    scene.return_lease("worker1", given_back)
    scene.take_back(taken_back)
