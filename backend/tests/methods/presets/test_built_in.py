"""The built-in presets: good for any rows, model and machine, and every value explained."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temper.errors import InvalidRequest
from temper.methods.check import Checked, check
from temper.methods.method import Method
from temper.methods.parameter import Value
from temper.methods.presets.built_in import LEVELS, built_in
from temper.methods.presets.choices import Level, Preset
from temper.methods.presets.facts import PresetFacts, RowLengths
from temper.methods.presets.under import laid_under
from temper.methods.registry import METHODS
from temper.methods.steps import updates
from tests.examples import examples
from tests.methods.requests import least, requests

ROWS = st.one_of(st.integers(1, 40), st.integers(1, 3_000), st.integers(1, 3_000_000))
GIB = 2**30


@st.composite
def lengths(draw: st.DrawFn) -> RowLengths:
    p95, p99, longest = sorted(draw(st.lists(st.integers(1, 200_000), min_size=3, max_size=3)))
    return RowLengths(p95, p99, longest, draw(st.none() | st.integers(1, 100_000)))


FACTS = st.builds(
    PresetFacts,
    train_rows=st.none() | ROWS,
    valid_rows=st.none() | st.just(0) | ROWS,
    parameters=st.none() | st.integers(100_000, 200_000_000_000),
    model_bytes=st.none() | st.integers(1_000_000, 500 * GIB),
    layers=st.none() | st.integers(1, 120),
    max_position=st.none() | st.sampled_from([1024, 2048, 4096, 32768, 131072]),
    quantizable=st.booleans(),
    lengths=st.none() | lengths(),
    memory=st.none() | st.integers(GIB, 512 * GIB),
)


def a_preset(level: Level, method: str, **facts: Any) -> Preset:
    return built_in(level, METHODS[method], PresetFacts(**facts))


def checked(method: Method, preset: Preset, rows: int | None) -> Checked:
    return check(method, least(method), train_rows=rows, preset=preset.parameters)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", METHODS)
def test_a_preset_passes_every_rule_whatever_the_facts(method: str, level: Level) -> None:
    @settings(max_examples=examples(15))
    @given(FACTS)
    def holds(facts: PresetFacts) -> None:
        preset = built_in(level, METHODS[method], facts)
        found = checked(METHODS[method], preset, facts.train_rows)
        forced = method == "ppo" and facts.largest_batch == 1
        assert forced or found.warnings == ()
        for name, value in preset.parameters.items():
            assert found.values[name] == value
            assert found.origins[name] == "preset"

    holds()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", METHODS)
def test_it_holds_only_what_differs_and_says_why(method: str, level: Level) -> None:
    defaults = METHODS[method].defaults()

    @settings(max_examples=examples(15))
    @given(FACTS)
    def holds(facts: PresetFacts) -> None:
        preset = built_in(level, METHODS[method], facts)
        assert preset.parameters
        assert preset.reasons.keys() == preset.parameters.keys()
        assert [n for n, v in preset.parameters.items() if v == defaults[n]] == []
        for reason in [preset.summary, *preset.reasons.values()]:
            assert reason[0].isupper() or reason[0].isdigit(), reason
            assert reason.endswith("."), reason

    holds()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", METHODS)
def test_a_batch_is_never_larger_than_the_rows(method: str, level: Level) -> None:
    @settings(max_examples=examples(15))
    @given(FACTS)
    def holds(facts: PresetFacts) -> None:
        batch = checked(METHODS[method], built_in(level, METHODS[method], facts), None).values
        size = batch["batch_size"]
        assert isinstance(size, int)
        assert size <= facts.rows
        assert not facts.valid_rows or size <= facts.valid_rows

    holds()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", METHODS)
def test_it_makes_no_trouble_under_what_a_request_gives(method: str, level: Level) -> None:
    """Whatever is refused or warned of is a value that the request gives itself."""
    known = METHODS[method]

    @settings(max_examples=examples(12))
    @given(requests(known), FACTS)
    def holds(asked: dict[str, Any], facts: PresetFacts) -> None:
        asked = least(known) | asked
        preset = built_in(level, known, facts, asked)
        mine = {f"/parameters/{name}" for name in laid_under(known, preset.parameters, asked)}
        if not facts.train_rows or facts.largest_batch < 2:
            # One row, to train with or to validate with, forces a batch of one.
            mine -= {"/parameters/batch_size"}
        try:
            found = check(known, asked, train_rows=facts.train_rows, preset=preset.parameters)
        except InvalidRequest as refused:
            assert mine & {error.pointer for error in refused.errors} == set(), refused
        else:
            assert mine & {warning.pointer for warning in found.warnings} == set(), found.warnings

    holds()


@pytest.mark.parametrize("method", METHODS)
def test_two_million_rows_are_no_month(method: str) -> None:
    for level in LEVELS:
        preset = a_preset(level, method, train_rows=2_000_000, valid_rows=10_000)
        iters = preset.parameters["iters"]
        assert isinstance(iters, int)
        assert iters <= 10_000
        if level != "quick":
            assert "of the rows are seen" in preset.reasons["iters"]


@pytest.mark.parametrize("method", METHODS)
def test_each_trains_longer_than_the_one_before(method: str) -> None:
    for rows in (10, 200, 5_000, 2_000_000):
        found = [a_preset(level, method, train_rows=rows, valid_rows=20) for level in LEVELS]
        known = METHODS[method]
        seen = [known.defaults() | p.parameters for p in found]
        quick, balanced, thorough = (_rows_seen(values) for values in seen)
        assert quick <= balanced < thorough, rows


def _rows_seen(values: dict[str, Value]) -> int:
    iters, batch = values["iters"], values["batch_size"]
    assert isinstance(iters, int)
    assert isinstance(batch, int)
    return iters * batch


def test_iterations_follow_from_rows_and_batch_and_say_so() -> None:
    preset = a_preset("balanced", "sft", train_rows=512, valid_rows=50, parameters=3_000_000_000)
    assert preset.parameters["batch_size"] == 4
    assert preset.parameters["iters"] == 384
    assert preset.reasons["iters"] == (
        "Your 512 rows at batch size 4 make 128 iterations an epoch; 384 see each row about 3 times."
    )


def test_a_batch_size_of_one_s_own_is_reckoned_with() -> None:
    facts = PresetFacts(train_rows=512, valid_rows=50, parameters=3_000_000_000)
    preset = built_in("balanced", METHODS["sft"], facts, {"batch_size": 8})
    assert preset.parameters["iters"] == 192
    assert "batch size 8" in preset.reasons["iters"]


def test_gathered_iterations_divide_a_length_of_one_s_own() -> None:
    preset = built_in("thorough", METHODS["dpo"], PresetFacts(train_rows=5_000), {"iters": 501})
    steps = preset.parameters.get("gradient_accumulation_steps", 1)
    assert isinstance(steps, int)
    assert 501 % steps == 0


def test_larger_models_take_smaller_steps() -> None:
    sizes = (1_000_000, 1_000_000_000, 7_000_000_000, 70_000_000_000)
    for method in METHODS.values():
        rates = [
            (method.defaults() | built_in("balanced", method, PresetFacts(parameters=n)).parameters)
            for n in sizes
        ]
        values = [rate["learning_rate"] for rate in rates]
        assert values == sorted(set(values), key=lambda rate: -float(str(rate))), method.id


def test_what_trains_every_weight_takes_smaller_steps_and_no_adapter() -> None:
    facts = PresetFacts(train_rows=5_000, parameters=1_000_000_000)
    lora, full = (
        built_in("thorough", METHODS["sft"], facts, {"train_type": kind}).parameters
        for kind in ("lora", "full")
    )
    assert full["learning_rate"] == 5e-6
    assert lora["learning_rate"] == 5e-5
    assert {"rank", "dropout", "num_layers"} & full.keys() == set()


def test_long_rows_raise_the_limit_and_shrink_the_batch() -> None:
    facts = PresetFacts(train_rows=5_000, lengths=RowLengths(3_000, 5_000, 6_000))
    preset = built_in("balanced", METHODS["sft"], facts)
    assert preset.parameters["max_seq_length"] == 6144
    assert "6,000 tokens" in preset.reasons["max_seq_length"]
    assert preset.parameters.get("batch_size", 1) == 1
    outliers = PresetFacts(train_rows=5_000, lengths=RowLengths(900, 2_500, 100_000))
    cut = built_in("balanced", METHODS["sft"], outliers)
    assert cut.parameters["max_seq_length"] == 3072
    assert "99% of your rows fit in 3,072 tokens" in cut.reasons["max_seq_length"]


def test_short_rows_leave_the_limit_alone() -> None:
    facts = PresetFacts(train_rows=500, lengths=RowLengths(90, 120, 200))
    assert "max_seq_length" not in built_in("balanced", METHODS["sft"], facts).parameters


def test_completions_have_room_for_the_answers() -> None:
    facts = PresetFacts(train_rows=500, lengths=RowLengths(90, 120, 200, longest_answer=900))
    preset = built_in("balanced", METHODS["grpo"], facts)
    assert preset.parameters["max_completion_length"] == 1024
    assert "900 tokens" in preset.reasons["max_completion_length"]


def test_a_model_that_fills_the_machine_is_loaded_in_4_bits_where_nothing_stands_beside_it() -> (
    None
):
    facts = PresetFacts(
        parameters=8_000_000_000, model_bytes=16 * 10**9, memory=24 * 10**9, quantizable=True
    )
    assert built_in("balanced", METHODS["sft"], facts).parameters["load_in_4bits"] is True
    assert "load_in_4bits" not in built_in("balanced", METHODS["dpo"], facts).parameters
    assert built_in("balanced", METHODS["dpo"], facts).parameters["grad_checkpoint"] is True


def test_a_method_that_does_without_kl_keeps_to_it() -> None:
    assert "beta" not in a_preset("balanced", "dapo").parameters
    assert a_preset("balanced", "grpo", parameters=1_000_000).parameters["beta"] == 0.02


def test_what_is_assumed_is_said() -> None:
    assert len(PresetFacts().assumptions()) == 2
    assert PresetFacts(train_rows=5, parameters=1).assumptions() == ()
    assert a_preset("balanced", "sft").reasons["iters"].startswith("1,000 assumed rows")


def test_no_warm_up_outlasts_a_short_run() -> None:
    for iters in range(1, 60):
        preset = built_in("thorough", METHODS["sft"], PresetFacts(train_rows=200), {"iters": iters})
        values = METHODS["sft"].defaults() | preset.parameters | {"iters": iters}
        warmup, total = preset.parameters.get("warmup", 0), updates(METHODS["sft"], values)
        assert isinstance(warmup, int)
        assert total is not None
        assert warmup < total
