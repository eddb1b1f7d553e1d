"""How an error that nobody foresaw reaches a person: one sentence, and the trace in a file."""

from __future__ import annotations

import errno
import shlex
import sys
import traceback

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics, paths
from wrapper.errors import TarmacError


def explain(error: Exception) -> TarmacError:
    """The error to show for one that no verb has explained. It never holds a stack trace."""
    if isinstance(error, ClientError | BotoCoreError):
        return diagnostics.explain_aws(error, "talking to AWS")
    if isinstance(error, OSError) and error.errno is not None:
        return _explain_system(error)
    kept = keep_trace("".join(traceback.format_exception(error)))
    return TarmacError(f"Tarmac made a mistake of its own: {type(error).__name__}: {error}", kept)


def keep_trace(trace: str) -> str:
    """Writes a stack trace into the work folder; a sentence that says where it is."""
    try:
        log = paths.work_folder() / "error.log"
        log.write_text(f"{shlex.join(sys.argv)}\n\n{trace}\n")
    except OSError as error:
        return f"Where it happened could not be written into {paths.WORK}: {error.strerror}."
    return f"Where it happened is written in {log}; please report it with that."


def _explain_system(error: OSError) -> TarmacError:
    place = f"{error.filename}: " if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TarmacError(
            f"{place}The disk is full.", "Make room (.tarmac/plugin-cache may be deleted), then run the command again."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return TarmacError(
            f"{place}{error.strerror}.", "Make it readable and writable for the user who runs this, then run it again."
        )
    return TarmacError(f"{place}{error.strerror}.", keep_trace("".join(traceback.format_exception(error))))
