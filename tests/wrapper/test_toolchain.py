"""Finding Terraform, or bringing it."""

import hashlib
import http.server
import io
import os
import platform
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wrapper.errors import TarmacError
from wrapper.terraform import toolchain

MACHINE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
ARCHIVE = f"terraform_{toolchain.TERRAFORM_RELEASE}_{platform.system().lower()}_{MACHINE}.zip"
FOLDER = f"/terraform/{toolchain.TERRAFORM_RELEASE}"
SUMS = f"{FOLDER}/terraform_{toolchain.TERRAFORM_RELEASE}_SHA256SUMS"


class ReleaseSite:
    """A release site on this machine: what it serves, by path, and what was asked of it."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                body = site.files.get(self.path)
                self.send_response(404 if body is None else 200)
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def offer(self, archive: bytes, digest: str | None = None) -> None:
        digest = digest or hashlib.sha256(archive).hexdigest()
        self.files[SUMS] = f"{'0' * 64}  terraform_other.zip\n{digest}  {ARCHIVE}\n".encode()
        self.files[f"{FOLDER}/{ARCHIVE}"] = archive


@pytest.fixture
def site() -> Iterator[ReleaseSite]:
    found = ReleaseSite()
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


def zipped(version: str = toolchain.TERRAFORM_RELEASE) -> bytes:
    """An archive as HashiCorp publishes it, with a program that says that version."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("LICENSE.txt", "licence")
        archive.writestr("terraform", f'#!/bin/sh\necho \'{{"terraform_version": "{version}"}}\'\n')
    return file.getvalue()


def without_terraform(site: ReleaseSite) -> dict[str, str]:
    return {"PATH": "/nowhere", "TARMAC_TERRAFORM_RELEASES": site.url}


def test_a_terraform_on_path_that_is_new_enough_is_used(fake_terraform: Callable[..., Path]) -> None:
    found = fake_terraform("1.11.0")
    assert toolchain.terraform({"PATH": str(found.parent)}) == found


def test_the_setting_comes_before_path(fake_terraform: Callable[..., Path]) -> None:
    on_path, named = fake_terraform("1.12.0"), fake_terraform("1.13.1")
    assert toolchain.terraform({"PATH": str(on_path.parent), "TARMAC_TERRAFORM": str(named)}) == named


@pytest.mark.parametrize("version", ["1.9.8", "0.15.5"])
def test_a_setting_that_names_an_old_one_is_refused(version: str, fake_terraform: Callable[..., Path]) -> None:
    with pytest.raises(TarmacError, match=rf"is {version}.*\n.*1\.11 or newer"):
        toolchain.terraform({"TARMAC_TERRAFORM": str(fake_terraform(version))})


def test_a_setting_that_names_nothing_is_refused() -> None:
    with pytest.raises(TarmacError, match="/not/there, which does not run"):
        toolchain.terraform({"TARMAC_TERRAFORM": "/not/there"})


def test_where_terraform_is_missing_the_pinned_release_is_fetched_once(site: ReleaseSite, work: Path) -> None:
    site.offer(zipped())
    told: list[str] = []
    found = toolchain.terraform(without_terraform(site), told.append)
    assert found == work / "bin" / "terraform"
    assert os.access(found, os.X_OK)
    assert "1.11.4" in told[0]
    asked = len(site.asked)
    assert toolchain.terraform(without_terraform(site), told.append) == found
    assert len(site.asked) == asked
    assert len(told) == 1


def test_one_on_path_that_is_too_old_is_passed_over(
    site: ReleaseSite, work: Path, fake_terraform: Callable[..., Path]
) -> None:
    site.offer(zipped())
    environment = without_terraform(site) | {"PATH": str(fake_terraform("1.5.7").parent)}
    assert toolchain.terraform(environment, lambda message: None) == work / "bin" / "terraform"


def test_a_wrong_checksum_is_refused_and_nothing_stays(site: ReleaseSite, work: Path) -> None:
    site.offer(zipped(), digest="f" * 64)
    with pytest.raises(TarmacError, match="damaged and was thrown away: its SHA-256 sum is"):
        toolchain.terraform(without_terraform(site), lambda message: None)
    assert list((work / "bin").iterdir()) == []


@pytest.mark.parametrize("archive", [b"", b"no archive"])
def test_an_archive_that_is_none_is_refused(site: ReleaseSite, work: Path, archive: bytes) -> None:
    site.offer(archive)
    with pytest.raises(TarmacError, match="could not be fetched"):
        toolchain.terraform(without_terraform(site), lambda message: None)
    assert list((work / "bin").iterdir()) == []


def test_a_release_without_this_platform_is_said(site: ReleaseSite) -> None:
    site.files[SUMS] = f"{'0' * 64}  terraform_other.zip\n".encode()
    with pytest.raises(TarmacError, match=r"no Terraform .* for this machine"):
        toolchain.terraform(without_terraform(site), lambda message: None)


def test_a_site_that_lacks_it_is_said(site: ReleaseSite) -> None:
    with pytest.raises(TarmacError, match=r"Terraform is not installed.*Not Found"):
        toolchain.terraform(without_terraform(site), lambda message: None)


def test_a_site_that_cannot_be_reached_is_said_in_one_sentence() -> None:
    environment = {"PATH": "/nowhere", "TARMAC_TERRAFORM_RELEASES": "http://127.0.0.1:9"}
    with pytest.raises(TarmacError, match=r"Connection refused\.\nInstall Terraform 1\.11 or newer yourself"):
        toolchain.terraform(environment, lambda message: None)


def test_terraform_runs_quietly_and_shares_providers(work: Path) -> None:
    environment = toolchain.terraform_environment({"HOME": "/nowhere", "TARMAC_PROVIDER_MIRROR": "https://example.org"})
    assert environment["TF_IN_AUTOMATION"] == "1"
    assert environment["TF_INPUT"] == "0"
    assert Path(environment["TF_PLUGIN_CACHE_DIR"]).is_dir()


def test_terraform_collects_garbage_less_often_unless_the_user_says_how_often(work: Path) -> None:
    assert int(toolchain.terraform_environment({"HOME": "/nowhere"})["GOGC"]) > 100
    assert toolchain.terraform_environment({"HOME": "/nowhere", "GOGC": "50"})["GOGC"] == "50"


def test_a_cache_of_the_users_own_is_kept(tmp_path: Path) -> None:
    given = {"TF_PLUGIN_CACHE_DIR": str(tmp_path), "TARMAC_PROVIDER_MIRROR": "https://example.org"}
    environment = toolchain.terraform_environment(given)
    assert environment["TF_PLUGIN_CACHE_DIR"] == str(tmp_path)
    assert "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE" not in environment


def test_a_configuration_file_that_is_not_there_is_not_named_to_terraform(tmp_path: Path) -> None:
    (tmp_path / ".terraformrc").touch()
    environment = toolchain.terraform_environment({"HOME": str(tmp_path), "TF_CLI_CONFIG_FILE": ""})
    assert "TF_CLI_CONFIG_FILE" not in environment


def test_node_comes_with_the_packages_and_after_a_users_own() -> None:
    environment = toolchain.node_environment({"PATH": "/usr/bin"})
    assert environment["JSII_NODE"] == str(toolchain.node())
    assert environment["PATH"] == f"/usr/bin{os.pathsep}{toolchain.node().parent}"


def test_a_node_that_the_user_names_is_kept() -> None:
    assert toolchain.node_environment({"JSII_NODE": "/own/node"})["JSII_NODE"] == "/own/node"
