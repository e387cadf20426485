"""The best checkpoint is judged by what the method is judged by."""

import pytest

from temper.runs.best import Best, Scores


def scores(**columns: dict[int, float]) -> Scores:
    found = Scores()
    for name, values in columns.items():
        for iteration, value in values.items():
            found.note(iteration, {name: value, "learning_rate": 1.0})
    return found


def test_the_lowest_validation_loss_wins():
    found = scores(val_loss={10: 2.0, 20: 1.0, 30: 1.5}, train_loss={30: 0.1})
    assert found.best([10, 20, 30]) == Best(20, "val_loss", 1.0)


@pytest.mark.parametrize("reward", ["train_total_rewards_mean", "train_reward_mean"])
def test_a_reward_says_more_than_a_loss(reward: str):
    found = scores(**{reward: {10: 0.5, 20: 1.5}, "val_loss": {10: 0.1, 20: 0.2}})
    assert found.best([10, 20]) == Best(20, reward, 1.5)


def test_without_validation_the_training_loss_counts():
    assert scores(train_loss={10: 2.0, 20: 3.0}).best([10, 20]) == Best(10, "train_loss", 2.0)


def test_the_validation_of_the_untrained_model_judges_no_checkpoint():
    found = scores(val_loss={1: 0.1}, train_loss={10: 2.0})
    assert found.best([10]) == Best(10, "train_loss", 2.0)


def test_a_report_counts_for_the_first_checkpoint_after_it():
    found = scores(val_loss={20: 2.0, 25: 1.0})
    assert found.of("val_loss", [10, 20, 30, 40]) == {20: 2.0, 30: 1.0}


def test_of_equals_the_first_is_best_and_of_none_none():
    assert scores(val_loss={10: 1.0, 20: 1.0}).best([10, 20]) == Best(10, "val_loss", 1.0)
    assert scores().best([10]) is None
    assert scores(val_loss={10: 1.0}).best([]) is None
