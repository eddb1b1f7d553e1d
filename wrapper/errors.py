"""The errors that the command line shows."""


class TarmacError(Exception):
    """Something went wrong that a person can mend; shown as text, never as a stack trace.

    `message` says what is wrong and where, `hint` what to do about it.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class Interrupted(TarmacError):
    """A signal stopped the run; what was under way came to its end first."""
