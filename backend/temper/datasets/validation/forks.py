"""Stretches of files read by several processes at once: forks of a caller with a single thread."""

import mmap
import os
import select
import signal
import struct
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from temper.datasets.validation.numbers import Spool
from temper.datasets.validation.scan import Part, Stretch, Task, scan

_MOST_TASKS = 8000
"""Their numbers fit into a pipe."""


class Scanned(msgspec.Struct):
    """What a pass over one stretch gave, and where its prints lie."""

    part: Part
    worker: int
    begin: int
    length: int


@dataclass(frozen=True)
class _Bench:
    """What the processes share."""

    task: Task
    stretches: Sequence[Stretch]
    spools: Sequence[Spool]
    numbers: int
    """A pipe with the numbers of the stretches that are left."""
    went: mmap.mmap
    """Bytes read by each."""

    def work(self, worker: int, went: Callable[[], object]) -> dict[int, Scanned]:
        """Read stretches until none is left. Raises OSError."""
        done: dict[int, Scanned] = {}
        spool = self.spools[worker]

        def count(size: int) -> None:
            (so_far,) = struct.unpack_from("q", self.went, 8 * worker)
            struct.pack_into("q", self.went, 8 * worker, so_far + size)
            went()

        while number := os.read(self.numbers, 4):
            (index,) = struct.unpack("i", number)
            begin = spool.length
            part = scan(self.task, self.stretches[index], spool.write, count)
            done[index] = Scanned(part, worker, begin, spool.length - begin)
        return done

    def bytes_read(self) -> int:
        return sum(struct.unpack_from("q", self.went, 8 * n)[0] for n in range(len(self.spools)))


def cut(stretches: Sequence[Stretch], length: int) -> list[Stretch]:
    """The same in pieces of about that many bytes."""
    total = sum(stretch.end - stretch.begin for stretch in stretches)
    step = max(length, -(-total // _MOST_TASKS))
    return [
        Stretch(whole.file, whole.handle, begin, min(begin + step, whole.end), whole.size)
        for whole in stretches
        for begin in range(whole.begin, whole.end, step)
    ]


def scan_together(
    task: Task, stretches: Sequence[Stretch], spools: Sequence[Spool], went: Callable[[int], object]
) -> list[Scanned]:
    """Read stretches with one process for each spool, the caller among them. Raises OSError.

    `went` gets the bytes read so far by all.
    """
    reading, writing = os.pipe()
    os.write(writing, b"".join(struct.pack("i", index) for index in range(len(stretches))))
    os.close(writing)
    bench = _Bench(task, stretches, spools, reading, mmap.mmap(-1, 8 * len(spools)))
    children = [_fork(bench, worker) for worker in range(1, len(spools))]
    try:
        done = bench.work(0, lambda: went(bench.bytes_read()))
        for _, results in children:
            done |= _received(results, lambda: went(bench.bytes_read()))
    finally:
        os.close(reading)
        for pid, results in children:
            os.close(results)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    for index, stretch in enumerate(stretches):
        if index not in done:  # a child was killed, perhaps for want of memory
            begin = spools[0].length
            part = scan(task, stretch, spools[0].write, lambda size: None)
            done[index] = Scanned(part, 0, begin, spools[0].length - begin)
    return [done[index] for index in range(len(stretches))]


def _fork(bench: _Bench, worker: int) -> tuple[int, int]:
    """A child that takes its share; its id, and the pipe that brings what it found."""
    parent = os.getpid()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    # Nothing of the caller may run here: no handler, no cleaning up, no flushing.
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)

        def alone() -> None:
            if os.getppid() != parent:
                os._exit(1)

        data = memoryview(msgspec.msgpack.encode(bench.work(worker, alone)))
        while data:
            data = data[os.write(writing, data) :]
    finally:
        os._exit(0)


def _received(results: int, went: Callable[[], object]) -> dict[int, Scanned]:
    held = bytearray()
    while True:
        if select.select([results], [], [], 0.1)[0]:
            data = os.read(results, 1 << 16)
            if not data:
                break
            held += data
        went()
    try:
        return msgspec.msgpack.decode(held, type=dict[int, Scanned])
    except msgspec.MsgspecError:
        return {}
