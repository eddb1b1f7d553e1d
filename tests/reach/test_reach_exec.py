"""A terminal in a component of a deployment in an account, with programs that play `aws` and its plugin (7.2)."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from reached_account import Ecs, World

from wrapper.account.terminal import Reader, run
from wrapper.errors import TarmacError

ROOT = Path(__file__).parents[2]


def test_p3_12_a_command_runs_in_a_task_without_a_port_or_a_key(world: World) -> None:
    world.play_aws()
    done = world.tarmac("exec", "scheduler", "--", "echo", "it's $HOME & 'more'")
    assert (done.code, done.output) == (0, "it's $HOME & 'more'\n")
    called = world.called()
    assert called[:4] == ["ecs", "execute-command", "--region", "eu-central-1"]
    assert called[4:11] == [
        *("--cluster", "prod", "--task", "scheduler-0f9de17a", "--container", "scheduler", "--interactive")
    ]


def test_d3_4_it_has_the_environment_of_the_service(world: World) -> None:
    """The entrypoint makes URLs of what ECS gives; a shell beside it would know none of them."""
    world.play_aws()
    done = world.tarmac("exec", "worker-gpu", "--", "printenv", "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN")
    assert done.output == "postgresql://built-by-the-entrypoint\n"


def test_a_failure_there_is_one_here(world: World) -> None:
    """AWS hands no exit code on. Terraform's codes are not its own: 2 would mean changes."""
    world.play_aws()
    assert world.tarmac("exec", "scheduler", "--", "sh", "-c", "exit 2").code == 1
    assert world.tarmac("exec", "scheduler", "--", "true").code == 0


def test_a_program_that_reads_gets_the_commands_words_alone(world: World) -> None:
    """Not the plugin's, no carriage returns, and errors where errors belong."""
    world.play_aws()
    script = "printf '{\"a\": 1}'; echo '2 errors' >&2; echo; test -t 1 || echo 'no terminal'; cat"
    done = world.tarmac("exec", "api-server", "--", "sh", "-c", script)
    assert done.output == '{"a": 1}\nno terminal\n'
    assert done.remarks.endswith("2 errors") and "Session Manager" not in done.remarks


def test_p3_13_airflows_own_command_line_is_reached(world: World) -> None:
    world.play_aws()
    (world.programs / "airflow").write_text('#!/bin/sh\necho "$@ $AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"\n')
    (world.programs / "airflow").chmod(0o755)
    done = world.tarmac("airflow", "dags", "list", "--output", "json")
    assert done.output == "dags list --output json postgresql://built-by-the-entrypoint\n"
    assert "api-server" in world.called()
    world.tarmac("airflow", "--stack", "prod", "--component", "worker", "version")
    assert "worker" in world.called()


def test_a_person_gets_the_terminal_as_it_is(world: World) -> None:
    """Typed in a real terminal: what is typed arrives, and a shell's exit code is not an error."""
    world.play_aws()
    program = (
        "import sys; from wrapper.account import terminal;"
        "line = lambda remote: ['aws', 'ecs', 'execute-command', '--command', remote];"
        "code = terminal.run(line, ['sh', '-c', 'test -t 0 && echo ready && read word && echo got $word; exit 5'],"
        f" {dict(world.target.environment)!r}, person=True); print('code', code)"
    )
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, start_new_session=True
    )
    os.close(slave)
    said = b""
    with contextlib.suppress(OSError):  # Linux's way to say that the other end is closed
        while part := os.read(master, 1000):
            if b"ready" in part:
                os.write(master, b"hello\r")
            said += part
    assert process.wait() == 0
    assert b"got hello\r\n" in said and b"code 5" in said and b"tarmac-" not in said and b"SessionId" not in said
    os.close(master)


def test_a_shell_needs_somebody_who_types(world: World) -> None:
    world.play_aws()
    done = world.tarmac("exec", "scheduler")
    assert done.code == 1 and "There is no terminal for a shell. Give a command: ./tarmac exec" in done.remarks


def test_one_of_several_tasks_can_be_named(world: World) -> None:
    world.play_aws()
    world.ecs.run("worker", "ffff0000")
    world.tarmac("exec", "worker", "--task", "ffff", "--", "true")
    assert "ffff0000" in world.called()
    refused = world.tarmac("exec", "worker", "--task", "eeee", "--", "true")
    assert refused.code == 1 and "No task of prod-worker whose ID begins with eeee runs" in refused.remarks


def test_a_component_that_is_not_there_is_named_with_those_that_are(world: World) -> None:
    done = world.tarmac("exec", "webserver", "--", "true")
    assert done.code == 1
    assert "prod has no component webserver. It has: api-server, init, scheduler, backlog, worker" in done.remarks


def test_redis_on_fargate_is_asked_from_elsewhere(world: World) -> None:
    done = world.tarmac("exec", "redis", "--", "true")
    assert done.code == 1 and "tarmac-airflow redis PING" in done.remarks


def test_the_setting_that_opens_it_is_named_where_it_is_off(world: World) -> None:
    world.play_aws()
    ecs = Ecs()
    ecs.run("scheduler", "1", managedAgents=[])
    world.ecs.tasks = ecs.tasks
    done = world.tarmac("exec", "scheduler", "--", "true")
    assert done.code == 1 and "Set `ecs_exec: true` for prod and apply" in done.remarks


def test_a_program_that_is_missing_is_named_with_its_page(world: World) -> None:
    world.play_aws(plugin=False)
    if shutil.which("session-manager-plugin", path=world.target.environment["PATH"]):
        pytest.fail("the tests' PATH has a plugin of its own")
    done = world.tarmac("exec", "scheduler", "--", "true")
    assert done.code == 1
    assert "session-manager-plugin is not on PATH, and Session Manager needs it. Install it: https://" in done.remarks


def test_a_refusal_of_aws_is_shown_in_its_words(world: World) -> None:
    world.play_aws("An error occurred (AccessDeniedException): not authorized to perform: ecs:ExecuteCommand")
    done = world.tarmac("exec", "scheduler", "--", "true")
    assert done.code == 1 and "opened no session: An error occurred (AccessDeniedException)" in done.remarks


def test_a_lost_session_is_an_error(world: World) -> None:
    world.play_aws(lost=True)
    done = world.tarmac("exec", "scheduler", "--", "sleep", "60")
    assert done.code == 1 and "The session ended before the command did" in done.remarks


def test_nothing_deployed_is_one_sentence(world: World) -> None:
    world.clients("s3").delete_object(Bucket="tarmac-state", Key="prod/terraform.tfstate")
    done = world.tarmac("exec", "scheduler", "--", "true")
    assert done.code == 1 and "Nothing of prod runs in account 123456789012" in done.remarks


def test_a_mark_is_found_wherever_the_output_is_cut() -> None:
    whole = b"chatter\r\nMARK\r\nMAR one\nMARK!oops\ntwoMARK:3\r\nbye"
    for size in range(1, len(whole)):
        reader, parts = Reader("MARK"), []
        for start in range(0, len(whole), size):
            parts += list(reader.feed(whole[start : start + size]))
        reader.end()
        assert b"".join(text for is_error, text in parts if not is_error) == b"MAR one\ntwo"
        assert b"".join(text for is_error, text in parts if is_error) == b"oops\n"
        assert (reader.code, reader.chatter) == (3, b"chatter\r\nbye")


def test_a_program_that_cannot_be_started_is_said() -> None:
    with pytest.raises(TarmacError, match="opened no session"):
        run(lambda remote: ["/no/such/aws", remote], ["true"], {"PATH": ""}, person=False)


def test_the_commands_of_the_test_are_json_safe(world: World) -> None:
    """What the AWS CLI is handed survives a shell's quoting, whatever is in it."""
    world.play_aws()
    words = ["'", '"', "a b", "$x", "`y`", "\\", "ü", "*"]
    program = "import json, sys; print(json.dumps(sys.argv[1:]))"
    done = world.tarmac("exec", "worker", "--", sys.executable, "-c", program, *words)
    assert json.loads(done.output) == words
