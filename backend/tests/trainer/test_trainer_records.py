"""Records travel as JSON text sequences."""

import json

import pytest

from temper.trainer.records import Records, encode
from tests.trainer.wrapped import Recorded


def test_a_record_is_a_separator_one_json_object_and_a_newline():
    data = encode({"type": "warning", "code": "x", "message": "two\nlines and \x1e"})
    assert data[:1] == b"\x1e" and data[-1:] == b"\n"
    assert data.count(b"\n") == 1 and data.count(b"\x1e") == 1
    assert json.loads(data[1:])["message"] == "two\nlines and \x1e"


def test_half_a_character_survives():
    assert json.loads(encode({"type": "rollout", "text": "\ud83d"})[1:])["text"] == "\ud83d"


def test_a_number_that_is_not_finite_is_never_written():
    with pytest.raises(ValueError, match="JSON compliant"):
        encode({"type": "metric", "values": {"loss": float("nan")}})


def test_only_the_first_rank_speaks():
    sink = Recorded()
    Records(sink, enabled=False).emit("warning", code="a", message="b")
    assert sink.records == []


def test_a_warning_is_said_once_for_each_key():
    sink = Recorded()
    records = Records(sink)
    for key in ("loss", "loss", "kl"):
        records.warn_once(key, "not-finite", key)
    assert [record["message"] for record in sink.records] == ["loss", "kl"]
