"""Metrics as a TensorBoard event file.

The format: records of length, masked CRC of the length, data, masked CRC of the data
(tensorflow/core/lib/io/record_writer.cc), each holding an `Event` message
(tensorflow/core/util/event.proto) in protocol-buffer encoding.
"""

import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from temper.kit import clock
from temper.runs.transfer.crc32c import crc32c

AT_ONCE = 1000
"""Records whose checksums are made together."""


def event_file(metrics: Sequence[dict[str, Any]]) -> Iterator[bytes]:
    """Metric events of a run's log as the bytes of an `events.out.tfevents` file."""
    first = _seconds(metrics[0]) if metrics else 0.0
    yield _framed([_double(1, first) + _bytes(3, b"brain.Event:2")])
    for start in range(0, len(metrics), AT_ONCE):
        events = (_event(metric) for metric in metrics[start : start + AT_ONCE])
        yield _framed([event for event in events if event])


def _event(metric: dict[str, Any]) -> bytes:
    """Empty where nothing was reported."""
    summary = b"".join(
        _tag(name) + struct.pack("<f", _single(value))
        for name, value in metric["values"].items()
        if value is not None
    )
    if not summary:
        return b""
    return _double(1, _seconds(metric)) + _number(2, metric["iteration"]) + _bytes(5, summary)


@lru_cache(1024)
def _tag(name: str) -> bytes:
    """One scalar of a summary, its tag and its `simple_value`, up to the four bytes of that."""
    tag = _bytes(1, name.encode()) + _key(2, 5)
    return _key(1, 2) + _varint(len(tag) + 4) + tag


def _single(value: float) -> float:
    """The value as a float of four bytes holds it; beyond its range, infinity."""
    try:
        struct.pack("<f", value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return value


def _seconds(event: dict[str, Any]) -> float:
    return clock.parse(event["time"]).timestamp()


def _framed(records: list[bytes]) -> bytes:
    lengths = [struct.pack("<Q", len(record)) for record in records]
    parts = zip(lengths, crc32c(lengths), records, crc32c(records), strict=True)
    return b"".join(
        length + _masked(of_length) + record + _masked(of_record)
        for length, of_length, record, of_record in parts
    )


def _masked(crc: int) -> bytes:
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def _key(field: int, kind: int) -> bytes:
    return _varint(field << 3 | kind)


def _number(field: int, value: int) -> bytes:
    return _key(field, 0) + _varint(value)


def _double(field: int, value: float) -> bytes:
    return _key(field, 1) + struct.pack("<d", value)


def _bytes(field: int, value: bytes) -> bytes:
    return _key(field, 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
