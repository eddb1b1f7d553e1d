"""Reading the settings file, and writing into it where an account keeps its state."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from stacks.settings.base import Problem, SettingsError
from stacks.settings.document import Document, SyntaxProblem, parse
from stacks.settings.messages import dotted, explain, problems_of
from stacks.settings.whole import Settings

DEFAULT_PATH: Final = Path(__file__).resolve().parents[2] / "tarmac.yaml"
"""`tarmac.yaml` at the root of the repository."""

PATH_VARIABLE: Final = "TARMAC_SETTINGS"
"""Environment variable that names another settings file."""


def settings_path() -> Path:
    """Say which settings file is meant: that of `TARMAC_SETTINGS`, otherwise `tarmac.yaml`."""
    return Path(os.environ.get(PATH_VARIABLE) or DEFAULT_PATH)


def load(path: Path | None = None) -> Settings:
    """Read and check the settings, from `settings_path()` unless `path` is given.

    Raises SettingsError, whose text lists every problem, where they cannot be used.
    """
    file = path or settings_path()
    return _check(file, _parse(file, read(file)))


def check(path: Path, text: str) -> Document:
    """Check a text as the settings file at `path`; raises SettingsError as `load` does."""
    document = _parse(path, text)
    _check(path, document)
    return document


def _check(file: Path, document: Document) -> Settings:
    # A key that stands twice is found before what stands under it can be checked.
    problems: list[tuple[int | None, Problem]] = [*document.duplicates]
    try:
        settings = Settings.model_validate(
            {} if document.data is None else document.data, context=file.resolve().parent
        )
    except ValidationError as error:
        problems += [(document.line_of(problem.path), problem) for problem in problems_of(error, document)]
    if problems:
        raise SettingsError(explain(str(file), problems, document), tuple(problem for _, problem in problems))
    return settings


def remember_state_bucket(path: Path, account: str, bucket: str, region: str) -> None:
    """Write into the settings file at `path` where an account keeps its state.

    One entry is added; everything else, comments too, stays to the letter. Where the entry is there already
    nothing is written. The file is replaced in one step, so it is never half written. Raises SettingsError
    where the account has another bucket already (its state would be lost from sight), and where the file
    cannot be read or written.
    """
    text = read(path)
    document = _parse(path, text)
    data = {} if document.data is None else document.data
    state = (data.get("state") or {}) if isinstance(data, dict) else None
    if document.duplicates or not isinstance(state, dict):
        load(path)  # says what is wrong
        raise SettingsError(f"{path} has no mapping 'state'")
    wanted = {"bucket": bucket, "region": region}
    if state.get(account) == wanted:
        return
    if account in state:
        raise SettingsError(
            f"{path}: state.{account} names another bucket already, and the state in it would be lost from sight; "
            f"to use {bucket} in {region}, remove that entry first"
        )
    _check_entry(account, wanted)
    changed = _with_entry(document, text, account, f"{{bucket: {bucket}, region: {region}}}")
    try:
        says = parse(changed).data
    except SyntaxProblem:
        says = None
    # The text was cut and joined by hand, so what it says now is compared with what it must say.
    if says != {**data, "state": {**state, account: wanted}}:
        raise SettingsError(
            f"{path} is written in a way that nothing can be added to; add this under 'state':\n"
            f'  "{account}": {{bucket: {bucket}, region: {region}}}'
        )
    replace(path, changed)


def _check_entry(account: str, wanted: dict[str, str]) -> None:
    try:
        Settings.model_validate({"state": {account: wanted}})
    except ValidationError as error:
        found = [problem for problem in problems_of(error, Document()) if problem.path[0] == "state"]
        if found:
            said = "; ".join(f"{dotted(problem.path)} {problem.message}" for problem in found)
            raise SettingsError(f"The state bucket {wanted['bucket']} is refused: {said}.", tuple(found)) from None


def read(path: Path) -> str:
    """The text of a settings file; raises SettingsError where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise SettingsError(
            f"There is no settings file {path}. Make one, or name another in the environment variable {PATH_VARIABLE}."
        ) from None
    except OSError as error:
        raise SettingsError(f"The settings file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"The settings file {path} is not UTF-8 text.") from None


def _parse(path: Path, text: str) -> Document:
    try:
        return parse(text)
    except SyntaxProblem as error:
        place = f"{path}, line {error.line}," if error.line else str(path)
        raise SettingsError(f"{place} {error}.") from None


def _with_entry(document: Document, text: str, account: str, value: str) -> str:
    """Put one entry into the mapping `state`, where it stands best in the text."""
    newline = "\r\n" if "\r\n" in text else "\n"
    key = account if account.isalpha() else f'"{account}"'
    entry = entry_of(document.root, "state")
    if entry is None:
        start = document.root.start_mark.index if document.root else len(text)
        return f"{text[:start]}state:{newline}  {key}: {value}{newline}{newline}{text[start:]}"
    name, found = entry
    start = found.start_mark.index
    if isinstance(found, MappingNode) and found.flow_style:
        comma = ", " if found.value else ""
        return f"{text[: start + 1]}{key}: {value}{comma}{text[start + 1 :]}"
    if isinstance(found, MappingNode):
        end = end_of(found)
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end + 1
        before = text[:line_end] if text[:line_end].endswith("\n") else text[:line_end] + newline
        return f"{before}{' ' * found.start_mark.column}{key}: {value}{newline}{text[line_end:]}"
    key_end = text.index(":", name.end_mark.index) + 1
    # A value left out has its marks behind the comments that follow it.
    rest = found.end_mark.index if found.value else key_end
    return f"{text[:key_end]} {{{key}: {value}}}{text[rest:]}"


def entry_of(root: Node | None, key: str) -> tuple[Node, Node] | None:
    """Find a key of the outermost mapping, and its value."""
    if isinstance(root, MappingNode):
        for key_node, value_node in root.value:
            if key_node.value == key:
                return key_node, value_node
    return None


def end_of(node: Node) -> int:
    """Index behind the last word of a node; a block's own end mark lies behind the comments that follow it."""
    if isinstance(node, MappingNode) and node.value and not node.flow_style:
        return end_of(node.value[-1][1])
    if isinstance(node, SequenceNode) and node.value and not node.flow_style:
        return end_of(node.value[-1])
    return int(node.end_mark.index)


def replace(path: Path, text: str) -> None:
    """Writes a settings file in one step, with the mode that it has; raises SettingsError where that fails."""
    target = path.resolve()
    temporary: str | None = None
    try:
        mode = target.stat().st_mode & 0o777
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise SettingsError(f"The settings file {path} cannot be written: {error.strerror}.") from None
