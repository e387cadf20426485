"""News from the queue's thread to the sockets in the event loop."""

import asyncio
import threading
import time

from temper.runs.hub import BACKLOG, Hub
from temper.runs.schemas import RunListChange


def deleted(number: int) -> RunListChange:
    return RunListChange(deleted=f"run-{number}")


def test_news_of_a_run_wakes_those_who_wait_for_it_and_nobody_else() -> None:
    async def scene() -> tuple[float, float]:
        hub = Hub()
        hub.open(asyncio.get_running_loop())

        async def waited(run: str, seconds: float) -> float:
            start = time.monotonic()
            await hub.wait(run, seconds)
            return time.monotonic() - start

        mine = asyncio.create_task(waited("mine", 30))
        other = asyncio.create_task(waited("other", 0.3))
        await asyncio.sleep(0)
        threading.Thread(target=hub.log_grew, args=("mine",)).start()
        return await mine, await other

    mine, other = asyncio.run(scene())
    assert mine < 10
    assert other >= 0.29


def test_changes_of_the_list_arrive_in_order_from_any_thread() -> None:
    async def scene() -> list[str | None]:
        hub = Hub()
        hub.open(asyncio.get_running_loop())
        queue = hub.listen()

        def tell() -> None:
            for number in range(100):
                hub.list_changed(deleted(number))

        threading.Thread(target=tell).start()
        changes = [await queue.get() for _ in range(100)]
        return [change.deleted if change else None for change in changes]

    assert asyncio.run(scene()) == [f"run-{n}" for n in range(100)]


def test_a_reader_that_falls_too_far_behind_is_cut_off_and_costs_no_memory() -> None:
    async def scene() -> tuple[int, bool]:
        hub = Hub()
        hub.open(asyncio.get_running_loop())
        queue = hub.listen()
        for number in range(BACKLOG + 500):
            hub.list_changed(deleted(number))
        await asyncio.sleep(0)
        size = queue.qsize()
        last = [queue.get_nowait() for _ in range(size)][-1]
        return size, last is None

    assert asyncio.run(scene()) == (BACKLOG + 1, True)


def test_without_a_loop_or_after_it_news_is_dropped() -> None:
    hub = Hub()
    hub.list_changed(deleted(1))

    async def scene() -> None:
        hub.open(asyncio.get_running_loop())

    asyncio.run(scene())
    hub.log_grew("run")
    hub.list_changed(deleted(2))
