"""What a conversion would do: the conversion itself, into a folder that goes away again."""

import tempfile
from pathlib import Path

from temper.datasets.conversion import ConvertPreview, StepPreview
from temper.datasets.derived.derive import convert_files
from temper.datasets.derived.lines import Progress, quietly
from temper.datasets.derived.steps import TITLES
from temper.datasets.formats import READABLE, DatasetShape, RowFormat
from temper.datasets.requests import ConvertRequest
from temper.datasets.source import Source, find_source
from temper.datasets.validation.main_format import main_format
from temper.datasets.validation.validate import validate


def preview_conversion(
    source: Source,
    request: ConvertRequest,
    shape: DatasetShape | None = None,
    progress: Progress = quietly,
    *,
    within: Path | None = None,
) -> ConvertPreview:
    """The steps with their counts, the first changes, and what would still be wrong for `shape`.

    Nothing that stays is written; `within` is where the folder is made. Raises like `convert_files`.
    """
    with tempfile.TemporaryDirectory(dir=within, prefix=".preview-") as name:
        folder = Path(name)
        made = convert_files(source, request, folder, lambda share: progress(share * 0.7))
        result = find_source(folder)
        report = validate(
            result,
            shape or _shape(main_format(result)),
            progress=lambda share: progress(0.7 + share * 0.3),
        )
    return ConvertPreview(
        rows=made.rows,
        left_out=made.left_out,
        steps=[StepPreview(step=s, title=TITLES[s], rows=n) for s, n in made.steps.items()],
        changes=made.changes,
        remaining=[problem for problem in report.problems if problem.severity == "error"],
        ready_for=report.ready_for,
    )


def _shape(found: RowFormat | None) -> DatasetShape:
    """The first shape that reads a format; what suits its rows is said for all shapes anyway."""
    shapes: list[DatasetShape] = [s for s, formats in READABLE.items() if found in formats]
    return shapes[0] if shapes else "prompt_answer"
