"""The checksum of TensorBoard's records."""

from temper.runs.transfer.crc32c import crc32c


def test_it_is_castagnoli_s_for_records_of_any_lengths() -> None:
    # The check value, and those of RFC 3720, appendix B.4.
    records = [b"123456789", bytes(32), b"", b"\xff" * 32, bytes(range(32))]
    assert crc32c(records) == [0xE3069283, 0x8A9136AA, 0, 0x62A8AB43, 0x46DD794E]
    assert crc32c([]) == []
