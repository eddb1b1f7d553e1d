"""Where providers come from when the registry cannot be reached."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.waiting import HANGS
from wrapper.errors import TarmacError
from wrapper.terraform import provider_mirror

NO_REGISTRY = "http://127.0.0.1:9/"


def mirror(folder: Path, provider: str = "hashicorp/aws") -> Path:
    """A mirror with one unpacked provider for this machine."""
    platform = provider_mirror._this_platform()
    (folder / f"registry.terraform.io/{provider}/5.100.0/{platform}").mkdir(parents=True)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / "home"
    folder.mkdir()
    return {"HOME": str(folder), "XDG_DATA_DIRS": str(tmp_path / "none")}


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    """A registry that answers, and the paths that were asked of it."""
    monkeypatch.setattr(provider_mirror, "REGISTRY_TIMEOUT", HANGS)  # it is a thread of this very process
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_mirror_that_is_found_serves_only_while_the_registry_does_not_answer(
    tmp_path: Path, home: dict[str, str]
) -> None:
    found = mirror(tmp_path / "opt" / "plugins")
    configuration = provider_mirror.cli_configuration(home, NO_REGISTRY, tmp_path / "opt")
    assert configuration is not None
    text = configuration.read_text()
    assert f'path    = "{found}"' in text
    assert text.count('["registry.terraform.io/hashicorp/aws"]') == 2  # from the mirror, and not from the registry


def test_the_registry_is_used_where_it_answers_and_asked_once(
    tmp_path: Path, home: dict[str, str], registry: tuple[str, list[str]]
) -> None:
    url, asked = registry
    mirror(tmp_path / "opt")
    assert provider_mirror.cli_configuration(home, url, tmp_path / "opt") is None
    assert provider_mirror.cli_configuration(home, url, tmp_path / "opt") is None
    assert asked == ["/"]


def test_without_any_mirror_the_registry_is_not_even_asked(
    tmp_path: Path, home: dict[str, str], registry: tuple[str, list[str]]
) -> None:
    url, asked = registry
    assert provider_mirror.cli_configuration(home, url, tmp_path) is None
    assert asked == []


def test_the_setting_comes_first(tmp_path: Path, home: dict[str, str], registry: tuple[str, list[str]]) -> None:
    named = mirror(tmp_path / "named")
    (Path(home["HOME"]) / ".terraformrc").touch()
    for setting in (named, named / "registry.terraform.io"):
        environment = home | {"TARMAC_PROVIDER_MIRROR": str(setting)}
        configuration = provider_mirror.cli_configuration(environment, registry[0])
        assert configuration is not None
        assert f'path    = "{named}"' in configuration.read_text()


def test_the_setting_may_be_a_mirror_in_the_network(home: dict[str, str]) -> None:
    environment = home | {"TARMAC_PROVIDER_MIRROR": "https://mirror.example.org/providers"}
    configuration = provider_mirror.cli_configuration(environment, NO_REGISTRY)
    assert configuration is not None
    assert 'url = "https://mirror.example.org/providers/"' in configuration.read_text()


def test_a_setting_that_names_no_mirror_is_refused(tmp_path: Path, home: dict[str, str]) -> None:
    with pytest.raises(TarmacError, match="holds no provider for this machine"):
        provider_mirror.cli_configuration(home | {"TARMAC_PROVIDER_MIRROR": str(tmp_path)})


def test_a_mirror_for_other_machines_is_none(tmp_path: Path, home: dict[str, str]) -> None:
    (tmp_path / "opt/registry.terraform.io/hashicorp/aws/5.100.0/plan9_mips").mkdir(parents=True)
    assert provider_mirror.cli_configuration(home, NO_REGISTRY, tmp_path / "opt") is None


def test_a_mirror_of_zipped_providers_is_one(tmp_path: Path, home: dict[str, str]) -> None:
    folder = tmp_path / "opt/registry.terraform.io/hashicorp/aws"
    folder.mkdir(parents=True)
    (folder / f"terraform-provider-aws_5.100.0_{provider_mirror._this_platform()}.zip").touch()
    assert provider_mirror.cli_configuration(home, NO_REGISTRY, tmp_path / "opt") is not None


def test_the_users_own_configuration_is_respected(tmp_path: Path, home: dict[str, str]) -> None:
    mirror(tmp_path / "opt")
    own = tmp_path / "own.tfrc"
    environment = home | {"TF_CLI_CONFIG_FILE": str(own)}
    assert provider_mirror.cli_configuration(environment, NO_REGISTRY, tmp_path / "opt") is not None
    own.touch()
    assert provider_mirror.cli_configuration(environment, NO_REGISTRY, tmp_path / "opt") is None
    (Path(home["HOME"]) / ".terraformrc").touch()
    assert provider_mirror.cli_configuration(home, NO_REGISTRY, tmp_path / "opt") is None


def test_terraforms_own_mirror_folders_need_no_configuration(tmp_path: Path, home: dict[str, str]) -> None:
    mirror(tmp_path / "opt")
    mirror(Path(home["HOME"]) / ".terraform.d/plugins")
    assert provider_mirror.cli_configuration(home, NO_REGISTRY, tmp_path / "opt") is None
