"""Which column of a CSV feeds which variable, and what else a column may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.errors import InvalidRequest, field_issues
from craftkit.lib.speech import filled
from templates_app.fields import Manifest, Variable

EXTERNAL_ID, METADATA = "externalId", "metadata."
LONGEST_HEADER = 200


@dataclass(frozen=True)
class Column:
    """One column: its header, and the variable or the other thing that it feeds; nothing for one that is ignored."""

    header: str
    target: str | None = None


@dataclass(frozen=True)
class Reading:
    """How to read an upload; kept with the batch, so that a worker reads it exactly as it was accepted."""

    kind: str
    encoding: str = ""
    delimiter: str = ""
    columns: list[Column] = field(default_factory=list)
    group_by: int | None = None
    # For a batch that is all or nothing: whether some row does not fit; unknown before all were checked.
    is_refused: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """To be stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Reading:
        """As it was stored."""
        columns = [Column(**column) for column in stored.get("columns", [])]
        return cls(**{**stored, "columns": columns})

    @property
    def ignored(self) -> list[str]:
        """The headers of columns that feed nothing."""
        return [column.header for column in self.columns if column.target is None]


def planned(header: list[str], manifest: Manifest, mapping: Mapping[str, str | None], group_by: str) -> list[Column]:
    """The columns of a header. Raises InvalidRequest for a mapping that names what is not there, or names it twice."""
    names = [cell.strip()[:LONGEST_HEADER] for cell in header]
    faults = _faults(names, manifest, mapping, group_by)
    columns = [Column(name, _target(name, manifest, mapping)) for name in names]
    twice = Counter(column.target for column in columns if column.target)
    faults |= {
        f"mapping.{column.header}": [filled("Another column feeds {field} too.", field=column.target)]
        for column in columns
        if column.target and twice[column.target] > 1
    }
    if faults:
        raise InvalidRequest(gettext_noop("The columns do not fit the template."), issues=field_issues(faults))
    return columns


def _faults(
    names: list[str], manifest: Manifest, mapping: Mapping[str, str | None], group_by: str
) -> dict[str, list[str]]:
    faults = {
        f"mapping.{name}": [gettext_noop("The file has no such column.")] for name in mapping if name not in names
    }
    for name, target in mapping.items():
        if target and not is_target(target, manifest):
            faults[f"mapping.{name}"] = [
                filled("The template has no variable {target} that a column could feed.", target=target[:100])
            ]
    if group_by and group_by not in names:
        faults["groupBy"] = [gettext_noop("The file has no such column.")]
    return faults


def _target(name: str, manifest: Manifest, mapping: Mapping[str, str | None]) -> str | None:
    """What the mapping says, else the key that the header is, else the one variable that is labelled so."""
    if name in mapping:
        return mapping[name] or None
    if is_target(name, manifest):
        return name
    labelled = [key for key, variable in _fed(manifest).items() if variable.label.casefold() == name.casefold()]
    return labelled[0] if len(labelled) == 1 else None


def is_target(key: str, manifest: Manifest) -> bool:
    """Whether a column may feed this."""
    is_metadata = key.startswith(METADATA) and len(key) > len(METADATA)
    return key in targets(manifest) or is_metadata


def targets(manifest: Manifest) -> list[str]:
    """What columns may feed: variables, fields of rows of a list, whole lists as JSON, and the row's own id."""
    return [EXTERNAL_ID, *_fed(manifest), *(key for key in manifest.lists if "[]" not in key)]


def _fed(manifest: Manifest) -> dict[str, Variable]:
    return {
        key: variable
        for key, variable in manifest.by_key.items()
        if variable.expression is None and key.count("[]") <= 1
    }


def missing(columns: list[Column], manifest: Manifest) -> list[str]:
    """Required variables that no column feeds: every row would be refused."""
    fed = {column.target for column in columns}
    return [
        key
        for key, variable in manifest.by_key.items()
        if variable.required and variable.default is None and "[]" not in key and key not in fed
    ]


def grouping(columns: list[Column], group_by: str) -> int | None:
    """The column whose equal cells make records one document: the one asked for, else the id where rows need it."""
    if group_by:
        return next(at for at, column in enumerate(columns) if column.header == group_by)
    if not any(column.target and "[]" in column.target for column in columns):
        return None
    return next((at for at, column in enumerate(columns) if column.target == EXTERNAL_ID), None)
