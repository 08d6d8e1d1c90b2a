"""Of what everybody does all day long a few are done at once, first come, first served."""

from __future__ import annotations

import asyncio
import threading

from app.api.turns import AT_ONCE, in_turn


def test_so_many_are_done_at_once_in_the_order_in_which_they_came() -> None:
    together = threading.Barrier(AT_ONCE, timeout=20)
    turn = threading.Lock()
    begun: list[int] = []
    running, most = 0, 0

    @in_turn
    def step(number: int) -> int:
        nonlocal running, most
        with turn:
            begun.append(number)
            running += 1
            most = max(most, running)
        together.wait()  # all of a round are there before one of them goes
        with turn:
            running -= 1
        return number

    async def crowd() -> list[int]:
        return await asyncio.gather(*(step(number) for number in range(3 * AT_ONCE)))

    assert asyncio.run(crowd()) == list(range(3 * AT_ONCE))
    assert most <= AT_ONCE
    assert set(begun[:AT_ONCE]) == set(range(AT_ONCE))


def test_others_are_not_held_up_by_them() -> None:
    free = threading.Event()

    @in_turn
    def step() -> bool:
        return free.wait(20)

    async def both() -> None:
        waiting = [asyncio.create_task(step()) for _ in range(3 * AT_ONCE)]
        await asyncio.to_thread(free.set)  # of another kind, while all turns are taken
        assert all(await asyncio.gather(*waiting))

    asyncio.run(both())
