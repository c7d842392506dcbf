"""The command `cleaner`, also as `python -m cleaner`."""

import os
import signal


def main() -> None:
    """Run the command and exit; Ctrl-C and SIGTERM end it without a traceback while it is being loaded, too."""
    interrupt = signal.getsignal(signal.SIGINT)
    if interrupt is signal.default_int_handler:  # It is ignored in the background of a script, for one.
        signal.signal(signal.SIGINT, _end)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _end)
    from .cli import main as run
    from .cli.stop import heed_sigterm

    def loaded() -> None:
        signal.signal(signal.SIGINT, interrupt)
        heed_sigterm()

    run(loaded)


def _end(number: int, _: object) -> None:
    # Nothing is written yet. An exception would come out of the import as whatever the module makes of it.
    os.write(2, b"cleaner: interrupted\n" if number == signal.SIGINT else b"cleaner: terminated\n")
    os._exit(128 + number)


if __name__ == "__main__":
    main()
