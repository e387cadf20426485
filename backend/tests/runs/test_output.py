"""What the trainer prints is a record that readers can rely on, or else a log line."""

import json

import pytest

from temper.kit import clock
from temper.runs.event_line import read_event
from temper.runs.output import Output, parse_record


def test_text_is_a_log_line_of_its_stream() -> None:
    assert Output("stderr").feed(b"hello\n") == [
        {"type": "log", "stream": "stderr", "text": "hello"}
    ]


def test_bytes_that_are_no_utf8_are_replaced_not_lost() -> None:
    assert Output("stdout").feed(b"caf\xe9!\n")[0]["text"] == "caf\ufffd!"


def test_a_record_is_an_event() -> None:
    record = b'\x1e{"type":"checkpoint","iteration":4,"path":"a","bytes":9,"seq":7,"time":"x"}\n'
    assert Output("stdout").feed(record) == [
        {"type": "checkpoint", "iteration": 4, "path": "a", "bytes": 9}
    ]


def test_an_unfinished_record_is_a_log_line() -> None:
    output = Output("stdout")
    assert output.feed(b'\x1e{"type":"warn') == []
    assert output.close() == [{"type": "log", "stream": "stdout", "text": '{"type":"warn'}]


@pytest.mark.parametrize(
    "record",
    [
        b'{"type":"progress","phase":"loading","iteration":0}',
        b'{"type":"metric","iteration":1,"split":"valid","values":{"val_loss":null}}',
        b'{"type":"rollout","iteration":1,"split":"train","groups":[]}',
        b'{"type":"checkpoint","iteration":1,"path":"a","bytes":1}',
        b'{"type":"warning","code":"c","message":"m"}',
        b'{"type":"result","outcome":"failed","reason":"r"}',
        b'{"type":"progress","phase":"p","iteration":9007199254740992,"total":null}',
        b'{"type":"metric","iteration":1,"split":"train","values":{"a":-3}}',
    ],
)
def test_a_record_with_the_fields_that_readers_need_is_an_event_of_the_log(record: bytes) -> None:
    event = parse_record(record)
    assert event is not None
    read_event(json.dumps({"seq": 1, "time": clock.now(), **event}).encode())


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"null",
        b"[]",
        b"\xff",
        b"{}",
        b'{"type":null}',
        b'{"type":{}}',
        b'{"type":"log","stream":"stdout","text":"x"}',
        b'{"type":"state","status":"completed"}',
        b'{"type":"progress","phase":"loading"}',
        b'{"type":"progress","phase":"loading","iteration":true}',
        b'{"type":"metric","iteration":1,"split":"test","values":{}}',
        b'{"type":"result","outcome":"fine","reason":"r"}',
        b'{"type":"progress","phase":"training","iteration":1,"total":"many"}',
        b'{"type":"progress","phase":"training","iteration":99999999999999999999}',
        b'{"type":"metric","iteration":1,"split":"train","values":{"train_loss":"low"}}',
        b'{"type":"metric","iteration":1,"split":"train","values":{"train_loss":true}}',
        b'{"type":"progress","phase":"training","iteration":-1}',
        b'{"type":"checkpoint","iteration":1,"path":"a","bytes":1,"final":"yes"}',
        b'{"type":"checkpoint","iteration":1,"path":"a","bytes":1,"final":null}',
        b'{"type":"result","outcome":"failed","reason":"r","iterations":"3"}',
        b'{"type":"result","outcome":"failed","reason":"r","details":[]}',
        b"[" * 200_000,
    ],
)
def test_what_no_reader_could_use_is_no_event(record: bytes) -> None:
    assert parse_record(record) is None


def test_a_number_that_is_none_is_null() -> None:
    event = parse_record(b'{"type":"metric","iteration":1,"split":"train","values":{"a":NaN}}')
    assert event is not None
    assert event["values"] == {"a": None}
