"""Metrics as a TensorBoard event file.

The format: records of length, masked CRC of the length, data, masked CRC of the data
(tensorflow/core/lib/io/record_writer.cc), each holding an `Event` message
(tensorflow/core/util/event.proto) in protocol-buffer encoding.
"""

import struct
from collections.abc import Iterator
from typing import Any

from temper.kit import clock

_POLYNOMIAL = 0x82F63B78


def _table() -> tuple[int, ...]:
    table: list[int] = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (_POLYNOMIAL if byte & 1 else 0)
        table.append(byte)
    return tuple(table)


_TABLE = _table()


def event_file(metrics: list[dict[str, Any]]) -> Iterator[bytes]:
    """Metric events of a run's log as the bytes of an `events.out.tfevents` file."""
    first = _seconds(metrics[0]) if metrics else 0.0
    yield _record(_double(1, first) + _bytes(3, b"brain.Event:2"))
    for event in metrics:
        values = {name: value for name, value in event["values"].items() if value is not None}
        if values:
            summary = b"".join(_value(name, value) for name, value in values.items())
            head = _double(1, _seconds(event)) + _number(2, event["iteration"])
            yield _record(head + _bytes(5, summary))


def _value(name: str, value: float) -> bytes:
    """One scalar of a summary: its tag and its `simple_value`."""
    return _bytes(1, _bytes(1, name.encode()) + _key(2, 5) + struct.pack("<f", _single(value)))


def _single(value: float) -> float:
    """The value as a float of four bytes holds it; beyond its range, infinity."""
    try:
        struct.pack("<f", value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return value


def _seconds(event: dict[str, Any]) -> float:
    return clock.parse(event["time"]).timestamp()


def _record(data: bytes) -> bytes:
    length = struct.pack("<Q", len(data))
    return length + _masked_crc(length) + data + _masked_crc(data)


def _masked_crc(data: bytes) -> bytes:
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def crc32c(data: bytes) -> int:
    """The Castagnoli checksum."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


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
