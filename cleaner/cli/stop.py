"""What stops a command from outside: Ctrl-C, and SIGTERM, with which schedulers and `timeout` end a job."""

from __future__ import annotations

import signal


class Terminated(KeyboardInterrupt):
    """SIGTERM came. What it stops is stopped as by Ctrl-C; the exit code tells the two apart."""


def heed_sigterm() -> None:
    """Have SIGTERM raise `Terminated`, unless it is ignored. A second one does not disturb the tidying up."""
    if signal.getsignal(signal.SIGTERM) is not signal.SIG_IGN:
        signal.signal(signal.SIGTERM, _raise)


def _raise(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Terminated


def how(stop: BaseException | None) -> tuple[str, int]:
    """Return what to say of what stopped a command, and the exit code: as for a program that the signal ends."""
    return ("terminated", 143) if isinstance(stop, Terminated) else ("interrupted", 130)
