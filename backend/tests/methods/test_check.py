"""Parameters of a request are read strictly, and every problem is named at once."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temper.errors import InvalidRequest
from temper.methods.check import Checked, check
from temper.methods.registry import METHODS
from tests.methods.requests import least


def refused(
    method: str, parameters: Mapping[str, object], rows: int | None = None
) -> dict[str, str]:
    """The problems of a request, by parameter."""
    with pytest.raises(InvalidRequest) as caught:
        check(METHODS[method], parameters, train_rows=rows)
    return {e.pointer.removeprefix("/parameters/"): e.detail for e in caught.value.errors}


def accepted(method: str, parameters: Mapping[str, object], rows: int | None = None) -> Checked:
    return check(METHODS[method], parameters, train_rows=rows)


def warned(
    method: str, parameters: Mapping[str, object], rows: int | None = None
) -> dict[str, str]:
    warnings = accepted(method, parameters, rows).warnings
    return {w.pointer.removeprefix("/parameters/"): w.message for w in warnings}


@pytest.mark.parametrize("method", METHODS)
def test_nothing_asked_gives_the_defaults_without_a_warning(method: str) -> None:
    asked = least(METHODS[method])
    checked = accepted(method, asked)
    assert checked.values == METHODS[method].defaults() | asked
    assert {n for n, origin in checked.origins.items() if origin == "request"} == asked.keys()
    assert checked.warnings == ()


def test_values_come_in_catalogue_order_with_their_origin() -> None:
    checked = accepted("grpo", {"group_size": 8, "iters": 40})
    assert list(checked.values) == [p.name for p in METHODS["grpo"].parameters]
    assert [n for n, origin in checked.origins.items() if origin == "request"] == [
        "iters",
        "group_size",
    ]


def test_every_problem_is_named_at_once() -> None:
    problems = refused(
        "grpo",
        {"iters": "4", "group_size": 1, "batchsize": 2, "temperature": float("nan"), "seed": True},
    )
    assert set(problems) == {"iters", "group_size", "batchsize", "temperature", "seed"}


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("iters", "4", 'the text "4"'),
        ("iters", True, "true"),
        ("iters", 2.5, "2.5"),
        ("iters", [4], "a list"),
        ("iters", {}, "an object"),
        ("iters", 0, "at least 1"),
        ("iters", 10**400, "a huge number"),
        ("iters", float("inf"), "not a finite number"),
        ("batch_size", None, "null"),
        ("learning_rate", 0, "above 0"),
        ("learning_rate", 1e-50, "round to 0"),
        ("learning_rate", 1e39, "too large"),
        ("learning_rate", 10**400, "too large"),
        ("dropout", 1, "below 1"),
        ("optimizer", "sgd", '"sgd"'),
        ("optimizer", ["adam"], "a list"),
        ("grad_checkpoint", 1, "not true or false"),
        ("grad_checkpoint", "true", "not true or false"),
        ("num_layers", 0, "cannot take"),
        ("val_batches", 0, "cannot take"),
        ("val_batches", -2, "at least -1"),
        ("steps_per_report", 0, "at least 1"),
        ("steps_per_eval", 0, "at least 1"),
        ("save_every", 0, "at least 1"),
        ("seed", 2**32, "at most 4294967295"),
        ("rank", 0, "at least 1"),
        ("betas", [0.9], "1 item, not 2"),
        ("betas", [0.9, 1.0], "item 2 that is 1.0, but must be below 1"),
        ("resume_adapter_file", "", "empty"),
        ("resume_adapter_file", "a\0b", "characters"),
        ("resume_adapter_file", "\ud800", "characters"),
        ("group_size", 1, "at least 2"),
        ("epsilon", 0, "at least 1e-06"),
        ("epsilon", 1e-8, "at least 1e-06"),
        ("epsilon_high", 0, "at least 1e-06"),
        ("temperature", 0, "at least 0.01"),
        ("max_completion_length", 0, "at least 1"),
        ("beta", -0.1, "at least 0"),
        ("reward_functions", [], "an empty list"),
        ("reward_functions", "r1_count_xml", "not a list"),
        ("reward_functions", ["a,b"], "no comma"),
        ("reward_functions", ["r1_count_xml", 3], "item 2 that is 3, not text"),
        ("reward_functions", ["r1_count_xml"] * 2, "more than once"),
        ("reward_functions", ["r1_count_xm"], "did you mean r1_count_xml?"),
        ("reward_weights", [1, 2], "2 weights for 5"),
        ("reward_weights", [0, 0, 0, 0, 0], "all 0"),
        ("reward_weights", [1, 1, 1, 1, "1"], "item 5"),
    ],
)
def test_a_wrong_value_is_refused_with_what_was_found(name: str, value: object, found: str) -> None:
    problems = refused("grpo", {name: value})
    assert set(problems) == {name}
    assert found in problems[name]


JUDGED = {"judge": "starter-model"}


@pytest.mark.parametrize(
    "text", ["{prompt}\n\n1:\t{response0}\r\n2:\u00a0{response1}", "数 \u200d🙂"]
)
def test_a_judge_s_instruction_is_taken_as_it_is_written(text: str) -> None:
    assert accepted("ppo", {**JUDGED, "system_prompt": text}).values["system_prompt"] == text


@pytest.mark.parametrize("text", ["a\0b", "a\x1b[0m", "\ud800"])
def test_a_judge_s_instruction_has_no_control_characters(text: str) -> None:
    problems = refused("ppo", {**JUDGED, "system_prompt": text})
    assert "control characters" in problems["system_prompt"]


def test_a_name_has_one_line() -> None:
    assert set(refused("ppo", {"judge": "a\nb"})) == {"judge"}


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [("iters", 4.0, 4), ("learning_rate", 1, 1.0), ("num_layers", -1, -1), ("val_batches", -1, -1)],
)
def test_json_numbers_are_taken_for_what_they_are(name: str, value: object, taken: object) -> None:
    read = accepted("grpo", {name: value}).values[name]
    assert (read, type(read)) == (taken, type(taken))


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    assert "did you mean batch_size?" in refused("sft", {"batch-size": 4})["batch-size"]


def test_another_method_s_parameter_is_said_to_be_one() -> None:
    assert "belongs to GRPO, GSPO, Dr. GRPO" in refused("sft", {"group_size": 4})["group_size"]


def test_a_name_is_escaped_in_its_pointer() -> None:
    assert set(refused("sft", {"a/b~c": 1})) == {"a~1b~0c"}


def test_epochs_take_the_place_of_the_default_iterations() -> None:
    values = accepted("sft", {"epochs": 2}).values
    assert (values["iters"], values["epochs"]) == (None, 2)


@pytest.mark.parametrize("parameters", [{"iters": 4, "epochs": 2}, {"iters": None}])
def test_iterations_and_epochs_exclude_each_other(parameters: Mapping[str, object]) -> None:
    assert set(refused("sft", parameters)) == {"iters", "epochs"}


def test_two_ways_of_quantized_loading_exclude_each_other() -> None:
    problems = refused("sft", {"load_in_4bits": True, "load_in_mxfp4": True})
    assert set(problems) == {"load_in_4bits", "load_in_mxfp4"}


def test_outside_a_recommended_range_is_a_warning() -> None:
    warnings = warned("grpo", {"group_size": 32, "epsilon": 0.2})
    assert set(warnings) == {"group_size", "epsilon"}
    assert warnings["group_size"].startswith("Group size 32 is outside the recommended 2 to 16.")


def test_sft_that_never_comes_to_an_update_is_refused() -> None:
    too_long = {"iters": 3, "gradient_accumulation_steps": 4}
    assert set(refused("sft", too_long)) == {"gradient_accumulation_steps"}
    assert warned("grpo", too_long) == {}


def test_sft_says_what_is_lost_at_the_end() -> None:
    warnings = warned("sft", {"iters": 10, "gradient_accumulation_steps": 4})
    assert "last 2 of 10" in warnings["gradient_accumulation_steps"]


def test_epochs_are_judged_once_the_rows_are_known() -> None:
    few = {"epochs": 1, "batch_size": 2, "gradient_accumulation_steps": 8}
    assert warned("sft", few) == {}
    assert set(refused("sft", few, rows=10)) == {"gradient_accumulation_steps"}


def test_a_warm_up_that_swallows_the_run_is_found() -> None:
    assert set(refused("grpo", {"iters": 1, "warmup": 1})) == {"warmup"}
    assert "ends after 5 updates" in warned("grpo", {"iters": 5, "warmup": 5})["warmup"]


def test_what_has_no_effect_is_said_to_have_none() -> None:
    assert "only where train_type" in warned("sft", {"train_type": "full", "rank": 16})["rank"]
    assert set(warned("sft", {"qat_bits": 4})) == {"qat_bits"}
    assert set(warned("sft", {"warmup_init": 1e-6})) == {"warmup_init"}
    assert set(warned("grpo", {"reward_functions": ["r1_count_xml"], "reward_weights": [2]})) == {
        "reward_weights"
    }
    assert set(warned("grpo", {"beta": 0, "reference_model_path": "org/name"})) == {
        "reference_model_path"
    }


def test_quantized_loading_says_what_it_does_to_full_training_and_to_the_reference() -> None:
    quantized = {"load_in_4bits": True}
    assert set(warned("sft", quantized | {"train_type": "full"})) == {"load_in_4bits"}
    assert "unquantized" in warned("grpo", quantized)["load_in_4bits"]
    assert warned("grpo", quantized | {"beta": 0}) == {}


def test_rounding_that_would_never_begin_is_warned_of() -> None:
    assert set(warned("sft", {"qat_enable": True, "qat_start_step": 5})) == {"qat_start_step"}


def test_changing_what_makes_a_method_is_a_warning() -> None:
    assert (
        "another method"
        in warned("gspo", {"importance_sampling_level": "token"})["importance_sampling_level"]
    )
    assert set(warned("dr_grpo", {"grpo_loss_type": "grpo"})) == {"grpo_loss_type"}


def test_reward_functions_of_a_file_are_left_to_the_look_into_the_file() -> None:
    own = {"reward_functions": ["mine"], "reward_functions_file": "rewards.py"}
    assert accepted("grpo", own).values["reward_functions"] == ["mine"]
    unused = {"reward_functions_file": "rewards.py"}
    assert set(warned("grpo", unused)) == {"reward_functions_file"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
known_names = st.sampled_from(sorted({p.name for m in METHODS.values() for p in m.parameters}))


@given(
    st.sampled_from(list(METHODS)),
    st.dictionaries(known_names | st.text(), json_values, max_size=6),
    st.none() | st.integers(1, 1000),
)
def test_whatever_arrives_is_taken_or_refused_by_name(
    method: str, parameters: Mapping[str, object], rows: int | None
) -> None:
    try:
        checked = check(METHODS[method], parameters, train_rows=rows)
    except InvalidRequest as invalid:
        assert invalid.errors
        assert all(error.pointer.startswith("/parameters/") for error in invalid.errors)
        str(invalid.errors).encode("utf-8")
    else:
        assert list(checked.values) == [p.name for p in METHODS[method].parameters]


ONLINE = {"judge": "models/judge"}


@pytest.mark.parametrize("method", ["online_dpo", "xpo", "rlhf_reinforce", "ppo"])
@pytest.mark.parametrize("judge", [None, "human"])
def test_a_method_that_asks_a_judge_needs_a_model_for_it(method: str, judge: str | None) -> None:
    with pytest.raises(InvalidRequest) as caught:
        accepted(method, {"judge": judge})
    assert [e.pointer for e in caught.value.errors] == ["/parameters/judge"]


@pytest.mark.parametrize("text", ["{", "{0}", "{unknown}", "{prompt.x}", '{"scores": 1}'])
def test_an_instruction_for_the_judge_that_cannot_be_filled_in_is_warned(text: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        accepted("online_dpo", ONLINE | {"system_prompt": text})
    assert [e.pointer for e in caught.value.errors] == ["/parameters/system_prompt"]


def test_an_instruction_that_shows_the_judge_too_little_is_warned_of() -> None:
    assert (
        "{response1}"
        in warned("online_dpo", ONLINE | {"system_prompt": "{prompt} {response0}"})["system_prompt"]
    )


def test_ppo_with_one_prompt_is_warned_of() -> None:
    assert "batch_size" in warned("ppo", ONLINE | {"batch_size": 1})
    assert "batch_size" not in warned("ppo", ONLINE)


def test_a_loss_that_only_temper_hands_to_dpo_is_told() -> None:
    assert "by hand" in warned("dpo", {"dpo_cpo_loss_type": "ipo"})["dpo_cpo_loss_type"]
    assert warned("cpo", {"dpo_cpo_loss_type": "ipo"}) == {}


@pytest.mark.parametrize("layer", ["last", "-1", "1.5", ""])
def test_a_latent_layer_is_a_name_or_a_number(layer: str) -> None:
    with pytest.raises(InvalidRequest):
        accepted("dsla", {"latent_layer": layer})
    assert accepted("dsla", {"latent_layer": "2"})
