"""Mappings that were used before, by the set of columns that they were used on."""

import json
from collections.abc import Iterable
from typing import cast

from temper.database import Database
from temper.datasets.conversion import ColumnsReport, MappingSuggestion
from temper.datasets.terms import OutputFormat
from temper.kit import clock

_WHY = "It was used before for rows with these columns."


class MappingStore:
    """Rows of the table `dataset_mapping`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(
        self, columns: Iterable[str], output: OutputFormat, mapping: dict[str, str]
    ) -> None:
        """Suggest this mapping first for rows with these columns from now on."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO dataset_mapping (columns, format, mapping, used_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (columns, format) DO UPDATE SET"
                " mapping = excluded.mapping, used_at = excluded.used_at",
                (_key(columns), output, json.dumps(mapping), clock.now()),
            )

    def known(self, columns: Iterable[str]) -> list[MappingSuggestion]:
        """What was used for rows with these columns, the last one first."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT format, mapping FROM dataset_mapping WHERE columns = ?"
                " ORDER BY used_at DESC, rowid DESC",
                (_key(columns),),
            ).fetchall()
        return [
            MappingSuggestion(
                format=cast("OutputFormat", row["format"]),
                mapping=json.loads(row["mapping"]),
                remembered=True,
                why=_WHY,
            )
            for row in rows
        ]


def with_remembered(report: ColumnsReport, store: MappingStore) -> ColumnsReport:
    """The report with the mappings first that were used before."""
    known = store.known(top_level(report))
    used = [(each.format, each.mapping) for each in known]
    fresh = [each for each in report.suggestions if (each.format, each.mapping) not in used]
    return report.model_copy(update={"suggestions": [*known, *fresh]})


def top_level(report: ColumnsReport) -> list[str]:
    """The names of the columns themselves, without their parts."""
    names = {column.name for column in report.columns}
    return [name for name in names if name.rpartition(".")[0] not in names]


def _key(columns: Iterable[str]) -> str:
    return json.dumps(sorted(columns))
