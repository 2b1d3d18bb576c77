"""What sayso may be told, in one place: flags before environment before `sayso.toml` before the defaults here.

`sayso.toml` lies in the working folder. `worker_limits.seconds` is `[worker_limits]`, `seconds = 30` in it and
`SAYSO_WORKER_LIMITS__SECONDS` in the environment. `sayso settings` prints what holds, and where it came from.
"""

import difflib
import json
import math
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    DirectoryPath,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from flows.document.page_limits import ReadLimits
from flows.limits import WorkerLimits

FILE = Path("sayso.toml")
PREFIX = "SAYSO_"
# Variables of that name that are read elsewhere: prefect.yaml, the tests.
NOT_SETTINGS = frozenset({"SAYSO_HOME", "SAYSO_KILLS"})


class SettingsError(Exception):
    """A setting that there is not, or a value it cannot have; the message names it. Shown as one line."""


class Settings(BaseModel):
    """Everything that a run or a command can be told; the defaults suit a laptop."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    raw: Path = Field(default=Path("raw"), description="Folder of raw articles, one folder per source")
    warehouse: Path = Field(default=Path("warehouse/sayso.duckdb"), description="The published DuckDB file")
    lexicon: DirectoryPath = Field(
        default=Path(__file__).parent / "lexicon", description="Folder of the lexicon"
    )
    # Prefect's overhead is 5 ms per task; a batch that is lost costs some 10 s.
    batch_size: int = Field(
        default=500, ge=1, description="Raw files per batch: what a killed run may do twice"
    )
    worker_count: int = Field(
        default_factory=lambda: len(os.sched_getaffinity(0)),
        ge=1,
        description="Processes that read documents; one per core unless told",
    )
    retry_rejects: bool = Field(default=False, description="Read rejected files again in each run")
    keep_versions: int = Field(
        default=3, ge=1, description="Published versions that are kept to roll back to"
    )
    database_memory: int | None = Field(
        default=None,
        ge=64,
        description="MB that DuckDB may take while a version is made; 80 % of the machine's unless told",
    )
    query_seconds: float = Field(
        default=60.0, gt=0, allow_inf_nan=False, description="Time that `sayso sql` gives a query"
    )
    verify_sample: int = Field(
        default=200, ge=0, description="Documents that `sayso verify` derives again from their raw bytes"
    )
    older_client: Path | None = Field(
        default=None,
        description="A Python with an older duckdb, or that duckdb's shell: `sayso verify` lets it read every row",
    )
    failure_command: str | None = Field(
        default=None,
        description="Run with one line as its last argument when a run of a Prefect deployment fails",
    )
    failure_url: str | None = Field(
        default=None, description="Where that line is posted to, as JSON {flow, run, state, message}"
    )
    who: str | None = Field(
        default=None, description="Whose decisions on names are written; your user name unless told"
    )
    recogniser: str = Field(
        default="rules",
        description="Finds names beside the rules: rules (nothing more), spacy:MODEL or gliner:MODEL, once installed",
    )
    worker_limits: WorkerLimits = Field(
        default=WorkerLimits(), description="What one document may cost before its worker is killed"
    )
    read_limits: ReadLimits = Field(
        default=ReadLimits(), description="What one document may be at most; more is a reject"
    )

    @field_validator(
        "database_memory", "older_client", "failure_command", "failure_url", "who", mode="before"
    )
    @classmethod
    def _none_if_empty(cls, value: object) -> object:
        return None if value == "" else value  # TOML has no null

    @field_validator("raw", "warehouse", mode="before")
    @classmethod
    def _not_empty(cls, value: object) -> object:
        if value == "":  # else the working folder, and all that lies in it
            raise ValueError("an empty path names nothing; write . for the working folder")
        return value

    @field_validator("warehouse")
    @classmethod
    def _apart_from_raw(cls, warehouse: Path, info: ValidationInfo) -> Path:
        raw = info.data.get("raw")
        if raw is not None and warehouse.parent.resolve().is_relative_to(raw.resolve()):
            raise ValueError(f"it would be read as articles, raw is {str(raw)!r}: name two folders apart")
        return warehouse

    @field_validator("worker_limits", "read_limits")
    @classmethod
    def _above_zero(cls, limits: WorkerLimits | ReadLimits) -> WorkerLimits | ReadLimits:
        low = [each.name for each in fields(limits) if not 0 < getattr(limits, each.name) < math.inf]
        if low:
            raise ValueError(f"{low[0]} must be above 0, and finite")
        return limits


class _Sourced(BaseSettings, Settings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", env_ignore_empty=True, frozen=True, extra="forbid"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, FILE)


@dataclass(frozen=True, slots=True)
class EffectiveSetting:
    """One setting as it holds now."""

    name: str
    value: object
    origin: str  # default, sayso.toml, SAYSO_…
    meaning: str


def load_settings(**flags: object) -> Settings:
    """Settings as flags, environment and file say; a flag that is None says nothing.

    Raises:
        SettingsError: an unknown key, with the nearest known one, or a value that the setting cannot have.
    """
    _refuse_unknown()
    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**dict(_Sourced(**given)))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"{_origin(key, given)}: {key} = {first['input']!r} will not do: {first['msg']}"
        ) from error


def effective_settings() -> list[EffectiveSetting]:
    """Every setting with its value and where it came from. Raises `SettingsError`."""
    settings = load_settings()
    meanings = {name: field.description or "" for name, field in Settings.model_fields.items()}
    return [
        EffectiveSetting(key, value, _origin(key, {}), meanings[key.split(".", maxsplit=1)[0]])
        for key, value in _leaves(settings)
    ]


def as_toml(found: Iterable[EffectiveSetting]) -> str:
    """A `sayso.toml` that says every setting and its meaning; what the defaults say already is commented out."""
    lines, table, meaning = [], "", ""
    for each in found:
        group, _, key = each.name.rpartition(".")
        if each.meaning != meaning:
            lines += ["", f"# {each.meaning}."]
        if group != table:
            lines.append(f"[{group}]")
        value = "" if each.value is None else each.value
        shown = json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)
        says_nothing = each.value is None or each.origin == "default"
        lines.append(f"{'# ' if says_nothing else ''}{key} = {shown}")
        table, meaning = group, each.meaning
    return "\n".join(lines[1:]) + "\n"


def _leaves(settings: Settings) -> Iterator[tuple[str, object]]:
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if is_dataclass(value):
            yield from ((f"{name}.{each.name}", getattr(value, each.name)) for each in fields(value))
        else:
            yield name, value


def _origin(key: str, flags: Mapping[str, object]) -> str:
    variable = PREFIX + key.upper().replace(".", "__")
    if key in flags:
        return f"--{key.replace('_', '-')}"
    if os.environ.get(variable):
        return variable
    return str(FILE) if key in _file_keys() else "default"


def _file_keys() -> list[str]:
    """Keys of `sayso.toml`, those of a table as `table.key`. Raises `SettingsError` where it is no TOML."""
    try:
        data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise SettingsError(f"{FILE} cannot be read: {error}") from error
    return [
        f"{name}.{inner}" if inner else name
        for name, value in data.items()
        for inner in (value if isinstance(value, dict) else [""])
    ]


def _refuse_unknown() -> None:
    known = [key for key, _ in _leaves(Settings())]
    for key in _file_keys():
        if key not in known:
            raise SettingsError(f"{FILE} has no setting {key!r}: {_nearest(key, known)}")
    variables = {PREFIX + key.upper().replace(".", "__") for key in known} | NOT_SETTINGS
    for variable in sorted(os.environ):
        if variable.startswith(PREFIX) and variable not in variables:
            raise SettingsError(f"{variable} is no setting: {_nearest(variable, sorted(variables))}")


def _nearest(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else "`sayso settings` lists all"
