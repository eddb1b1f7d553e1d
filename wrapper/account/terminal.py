"""A terminal in a container through ECS Exec, with the exit code that AWS does not hand on.

ECS Exec always opens a terminal, and its plugin refuses to work without one. So the plugin gets one of ours, whose
bytes are handed on: as they are to a person, without the plugin's own words and with plain line ends to a program.
A mark in the container's output says where the command's own begins and with which code it ended.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec-run.html
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import secrets
import select
import shlex
import signal
import struct
import sys
import termios
import tty
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from wrapper.errors import TarmacError

_ASK_SIZE = struct.pack("HHHH", 0, 0, 0, 0)
_WIDE: Final = struct.pack("HHHH", 50, 500, 0, 0)
"""Rows and columns where nobody looks: no program folds its lines then."""
_READ_BYTES: Final = 65536

# `$0` is the mark, the command is in the arguments.
_FOR_A_PERSON: Final = 'echo "$0"; "$@"; echo "$0:$?"'
# The command meets neither a terminal nor an input; each line that it writes to standard error is marked as such.
_FOR_A_PROGRAM: Final = (
    'echo "$0"; { { "$@"; echo "$0:$?"; } </dev/null 2>&1 >&3 3>&- | sed -u "s/^/$0!/"; } 3>&1 | cat'
)


@dataclass
class Reader:
    """Takes a session's output apart.

    Attributes:
        mark: the text that no output has by chance.
        began: whether the command was started.
        code: its exit code, once it has ended.
        chatter: what was said around it, by the AWS CLI and by the plugin.
    """

    mark: str
    began: bool = False
    code: int | None = None
    chatter: bytes = b""
    _rest: bytes = field(default=b"", repr=False)

    def feed(self, data: bytes) -> Iterator[tuple[bool, bytes]]:
        """The command's own output, each part with whether it is an error's."""
        mark = self.mark.encode()
        self._rest += data
        while found := re.search(re.escape(mark) + rb"(?:\r*(\n)|:(\d+)\r*\n|!([^\n]*\n))", self._rest):
            yield from self._own(self._rest[: found.start()])
            self._rest = self._rest[found.end() :]
            begins, code, complaint = found.groups()
            if begins:
                self.began = True
            elif code:
                self.code = int(code)
            else:
                yield True, complaint
        keep = self._rest.find(mark)
        if keep < 0:
            keep = len(self._rest) - _overlap(self._rest, mark)
        yield from self._own(self._rest[:keep])
        self._rest = self._rest[keep:]

    def end(self) -> None:
        """Takes what is left for what it is: not the command's."""
        self.chatter += self._rest
        self._rest = b""

    def _own(self, part: bytes) -> Iterator[tuple[bool, bytes]]:
        if not self.began or self.code is not None:
            self.chatter += part
        elif part:
            yield False, part


def _overlap(text: bytes, mark: bytes) -> int:
    """How many bytes at the end of the text may be the beginning of the mark."""
    for length in range(min(len(mark) - 1, len(text)), 0, -1):
        if text.endswith(mark[:length]):
            return length
    return 0


def is_there() -> bool:
    """Whether a person sits at both ends of ours."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def run(
    session: Callable[[str], Sequence[str]],
    command: Sequence[str],
    environment: Mapping[str, str],
    out: Callable[[bool, bytes], None] | None = None,
    *,
    person: bool,
) -> int:
    """Runs a command in a container; its exit code.

    Args:
        session: the command line of the AWS CLI for what is to run there, in one text.
        command: what is to run.
        environment: of the AWS CLI.
        out: is given the output instead of standard output and standard error: whether it is an error's, and bytes.
        person: whether somebody types. Otherwise the command meets no terminal.

    Raises TarmacError where no session opens, or it ends before the command does.
    """
    reader = Reader(f"tarmac-{secrets.token_hex(8)}")
    script = _FOR_A_PERSON if person else _FOR_A_PROGRAM
    line = session(shlex.join(["sh", "-c", script, reader.mark, *command]))
    hand_on = out or _write
    for part in _bytes(line, environment, person=person):
        for is_error, text in reader.feed(part):
            hand_on(is_error, text if person else text.replace(b"\r\n", b"\n"))
    reader.end()
    said = reader.chatter.decode(errors="replace").replace("\r", "").strip()
    if not reader.began:
        raise TarmacError(
            f"ECS Exec opened no session: {said or 'it says nothing'}",
            "It takes ecs:ExecuteCommand on the cluster and the task; docs/how-to/reach-in.md has the policy.",
        )
    if reader.code is None:
        raise TarmacError("The session ended before the command did: the task was stopped, or the connection lost.")
    return reader.code


def _write(is_error: bool, text: bytes) -> None:
    stream = sys.stderr if is_error else sys.stdout
    stream.buffer.write(text)
    stream.flush()


def _bytes(line: Sequence[str], environment: Mapping[str, str], *, person: bool) -> Iterator[bytes]:
    """Runs the command line in a terminal of its own; what it writes, until it ends."""
    process, terminal = pty.fork()
    if process == 0:
        with contextlib.suppress(OSError):
            os.execvpe(line[0], list(line), dict(environment))  # noqa: S606 - becoming the AWS CLI is the point
        os._exit(127)
    ended = False
    try:
        with _typing(terminal) if person else _wide(terminal):
            sources = [terminal, sys.stdin.fileno()] if person else [terminal]
            while True:
                ready = select.select(sources, [], [])[0]
                if terminal in ready:
                    try:
                        data = os.read(terminal, _READ_BYTES)
                    except OSError:  # Linux's way to say that nobody has the other end open
                        data = b""
                    if not data:
                        break
                    yield data
                if len(ready) > (terminal in ready):
                    typed = os.read(sys.stdin.fileno(), _READ_BYTES)
                    if typed:
                        os.write(terminal, typed)
                    else:
                        sources = [terminal]
        ended = True
    finally:
        if not ended:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process, signal.SIGTERM)
        os.close(terminal)
        os.waitpid(process, 0)


@contextlib.contextmanager
def _wide(terminal: int) -> Iterator[None]:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, _WIDE)
    yield


@contextlib.contextmanager
def _typing(terminal: int) -> Iterator[None]:
    """Hands every key on, Ctrl-C too, and the size of the window; as before at the end."""

    def resize(*_: object) -> None:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, fcntl.ioctl(sys.stdout.fileno(), termios.TIOCGWINSZ, _ASK_SIZE))

    before, handler = termios.tcgetattr(sys.stdin), signal.signal(signal.SIGWINCH, resize)
    try:
        resize()
        tty.setraw(sys.stdin, termios.TCSADRAIN)  # what was typed ahead stays
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
        signal.signal(signal.SIGWINCH, handler)
