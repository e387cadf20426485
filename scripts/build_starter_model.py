"""Builds the starter model and its dataset, and measures the model through mlx-lm.

python scripts/build_starter_model.py            train it (needs `pip install '.[starter-model]'`)
python scripts/build_starter_model.py --dataset  write the arithmetic dataset only
python scripts/build_starter_model.py --measure  sample it through mlx-lm and print the figures
"""

import argparse
import json
from pathlib import Path

TEST_DATA = Path(__file__).resolve().parent.parent / "test_data"


def main() -> None:
    arguments = _parser().parse_args()
    if arguments.dataset:
        from starter_model.arithmetic import write_dataset

        write_dataset(arguments.out or TEST_DATA / "arithmetic")
        return
    model = arguments.out or TEST_DATA / "starter-model"
    if arguments.measure:
        from starter_model.measure import measure

        print(json.dumps(measure(model, samples=arguments.samples, seed=arguments.seed)))
        return
    # PyTorch loads here alone: measuring and the dataset do without it.
    from starter_model.training import build

    build(model, seed=arguments.seed, device=arguments.device, steps=arguments.steps)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    task = parser.add_mutually_exclusive_group()
    task.add_argument("--dataset", action="store_true", help="write the arithmetic dataset")
    task.add_argument("--measure", action="store_true", help="measure the model through mlx-lm")
    parser.add_argument("--out", type=Path, help="the folder to write, or to measure")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="auto", help="auto, cuda, mps or cpu")
    parser.add_argument("--steps", type=int, default=3000, help="training steps")
    parser.add_argument("--samples", type=int, default=500, help="completions to measure")
    return parser


if __name__ == "__main__":
    main()
