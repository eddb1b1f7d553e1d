"""Writing an account's state bucket into the settings file: one entry more, nothing else changed."""

from pathlib import Path

import pytest

from stacks.settings import DEFAULT_PATH, SettingsError, load, remember_state_bucket

ACCOUNT = "012345678901"
ENTRY = f'"{ACCOUNT}": {{bucket: tarmac-state-1, region: eu-west-1}}'
DEPLOYMENTS = "deployments:\n  demo:   {availability: low}   # the one\n"


def remember(file: Path) -> str:
    remember_state_bucket(file, ACCOUNT, "tarmac-state-1", "eu-west-1")
    return file.read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(DEPLOYMENTS, f"state:\n  {ENTRY}\n\n{DEPLOYMENTS}", id="no state yet"),
        pytest.param(
            f"# About.\n\n{DEPLOYMENTS}", f"# About.\n\nstate:\n  {ENTRY}\n\n{DEPLOYMENTS}", id="behind a first comment"
        ),
        pytest.param(f"---\n{DEPLOYMENTS}", f"---\nstate:\n  {ENTRY}\n\n{DEPLOYMENTS}", id="behind a document's start"),
        pytest.param(
            f"state:   # where\n\n# Next.\n{DEPLOYMENTS}",
            f"state: {{{ENTRY}}}   # where\n\n# Next.\n{DEPLOYMENTS}",
            id="an empty key",
        ),
        pytest.param(f"state: null\n{DEPLOYMENTS}", f"state: {{{ENTRY}}}\n{DEPLOYMENTS}", id="null"),
        pytest.param(f"state: {{}}\n{DEPLOYMENTS}", f"state: {{{ENTRY}}}\n{DEPLOYMENTS}", id="braces, empty"),
        pytest.param(
            f"state: {{embedded: {{bucket: abc, region: us-east-1}},}}\n{DEPLOYMENTS}",
            f"state: {{{ENTRY}, embedded: {{bucket: abc, region: us-east-1}},}}\n{DEPLOYMENTS}",
            id="braces",
        ),
        pytest.param(
            f"state:\n    embedded: {{bucket: abc, region: us-east-1}} # here\n\n# Next.\n{DEPLOYMENTS}",
            f"state:\n    embedded: {{bucket: abc, region: us-east-1}} # here\n    {ENTRY}\n\n# Next.\n{DEPLOYMENTS}",
            id="a block",
        ),
        pytest.param(
            f"state:\n  embedded:\n    bucket: abc # b\n    region: us-east-1 # r\n\n# Next.\n{DEPLOYMENTS}",
            f"state:\n  embedded:\n    bucket: abc # b\n    region: us-east-1 # r\n  {ENTRY}\n\n# Next.\n{DEPLOYMENTS}",
            id="a block of blocks",
        ),
        pytest.param(
            f"{DEPLOYMENTS}state:\n  embedded: {{bucket: abc, region: us-east-1}}",
            f"{DEPLOYMENTS}state:\n  embedded: {{bucket: abc, region: us-east-1}}\n  {ENTRY}\n",
            id="at the end, without a last newline",
        ),
        pytest.param(
            f"state:\n  embedded: {{bucket: abc, region: us-east-1}}\n{DEPLOYMENTS}".replace("\n", "\r\n"),
            f"state:\n  embedded: {{bucket: abc, region: us-east-1}}\n  {ENTRY}\n{DEPLOYMENTS}".replace("\n", "\r\n"),
            id="line ends of Windows",
        ),
    ],
)
def test_one_entry_is_added_and_everything_else_stays_to_the_letter(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "tarmac.yaml"
    file.write_bytes(before.encode())
    assert remember(file) == after
    state = load(file).state_of(ACCOUNT)
    assert state is not None
    assert (state.bucket, state.region) == ("tarmac-state-1", "eu-west-1")
    changed_at = file.stat().st_mtime_ns
    assert remember(file) == after, "a second time changes nothing"
    assert file.stat().st_mtime_ns == changed_at, "and writes nothing"


def test_the_file_as_shipped_keeps_its_comments(tmp_path: Path) -> None:
    file = tmp_path / "tarmac.yaml"
    shipped = DEFAULT_PATH.read_text(encoding="utf-8")
    file.write_text(shipped, encoding="utf-8")
    file.chmod(0o640)
    lines = remember(file).splitlines()
    lines.remove(f"  {ENTRY}")
    assert lines == shipped.splitlines()
    assert file.stat().st_mode & 0o777 == 0o640
    assert [other.name for other in tmp_path.iterdir()] == ["tarmac.yaml"], "no temporary file is left"


def test_another_bucket_of_the_account_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "tarmac.yaml"
    file.write_text(DEPLOYMENTS)
    before = remember(file)
    with pytest.raises(SettingsError, match=r"names another bucket already.*remove that entry first"):
        remember_state_bucket(file, ACCOUNT, "tarmac-state-2", "eu-west-1")
    assert file.read_text() == before


@pytest.mark.parametrize(
    ("account", "bucket", "message"),
    [(ACCOUNT, "Capitals", "must be a bucket name"), ("12", "tarmac-state-1", "the 12 digits of an account")],
)
def test_nothing_is_written_that_could_not_be_read(tmp_path: Path, account: str, bucket: str, message: str) -> None:
    file = tmp_path / "tarmac.yaml"
    file.write_text(DEPLOYMENTS)
    with pytest.raises(SettingsError, match=message):
        remember_state_bucket(file, account, bucket, "eu-west-1")
    assert file.read_text() == DEPLOYMENTS


def test_a_file_in_braces_is_left_alone_and_the_lines_to_add_are_said(tmp_path: Path) -> None:
    file = tmp_path / "tarmac.yaml"
    file.write_text("{deployments: {demo: {availability: low}}}")
    with pytest.raises(SettingsError, match=f"add this under 'state':\n  {ENTRY}"):
        remember(file)
    assert file.read_text() == "{deployments: {demo: {availability: low}}}"


def test_a_link_to_the_settings_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text(DEPLOYMENTS)
    link = tmp_path / "tarmac.yaml"
    link.symlink_to(real)
    remember(link)
    assert link.is_symlink()
    assert ENTRY in real.read_text()
