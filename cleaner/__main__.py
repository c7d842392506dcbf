"""The command `cleaner`, also as `python -m cleaner`."""

import os
import signal


def main() -> None:
    """Run the command and exit; Ctrl-C ends it without a traceback while it is still being loaded, too."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # It is ignored in the background of a script, for one.
        signal.signal(signal.SIGINT, _end)
    from .cli import main as run

    run(lambda: signal.signal(signal.SIGINT, before))


def _end(*_: object) -> None:
    # Nothing is written yet. An exception would come out of the import as whatever the module makes of it.
    os.write(2, b"cleaner: interrupted\n")
    os._exit(130)


if __name__ == "__main__":
    main()
