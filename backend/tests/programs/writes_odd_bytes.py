"""Writes what is no text, no JSON or no known record."""

import os


def write(data: bytes) -> None:
    os.write(1, data)


write(b"caf\xe9 \xff\xfe\n")
write("naïve 🙂 日本\n".encode())
write(b"nul \x00 bell \x07\n")
write(b"\x1b[1;31mred\x1b[0m\n")
write(b"windows\r\n")
write(b"\n")
write(b"\x1enot json\n")
write(b'\x1e{"type": "state", "status": "completed"}\n')
write(b'\x1e{"type": "unheard of"}\n')
write(b'\x1e{"type": "metric", "iteration": "x", "split": "train", "values": {}}\n')
write(b'\x1e{"type": ["metric"]}\n')
write(b"\x1e[1, 2]\n")
write(b"\x1e" + b"[" * 100_000 + b"\n")
write(
    b'\x1e{"type": "metric", "iteration": 1, "split": "train", "values": {"a": NaN, "b": 1e999}}\n'
)
write(
    b'\x1e{"type": "warning", "code": "c", "message": "half \\ud83d", "seq": 99, "time": "never"}\n'
)
write(b'no newline\x1e{"type": "warning", "code": "d", "message": "m"}\n')
