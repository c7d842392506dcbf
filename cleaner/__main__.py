"""The command `cleaner`, also as `python -m cleaner`."""

import atexit
import contextlib
import gc
import os
import signal
import sys
import threading

# Containers made since the last look for cycles after which Python looks again: we make next to none, and many objects.
_LOOK_FOR_CYCLES = 50_000


def main() -> None:
    """Run the command and exit; Ctrl-C and SIGTERM end it without a traceback while it is being loaded, too."""
    interrupt = signal.getsignal(signal.SIGINT)
    if interrupt is signal.default_int_handler:  # It is ignored in the background of a script, for one.
        signal.signal(signal.SIGINT, _end)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _end)
    # numpy comes with pyarrow, and would start a thread for each core that busily waits for sums: there are none.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()  # Modules and rules stay: to look through them for what has gone takes a tenth of the start.
    from .cli import main as run
    from .cli.stop import heed_sigterm

    def loaded() -> None:
        signal.signal(signal.SIGINT, interrupt)
        heed_sigterm()
        gc.freeze()
        gc.set_threshold(_LOOK_FOR_CYCLES)
        gc.enable()

    try:
        run(loaded)
    except SystemExit as end:
        _leave(end.code)
        raise


def _leave(code: object) -> None:
    """Exit at once: Python would take apart all that was loaded, for a tenth of a short run.

    Returns where only Python can end as it should: it tells of output that cannot be written, and waits for threads.
    """
    if isinstance(code, int | None) and threading.active_count() == 1:
        atexit._run_exitfuncs()
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code or 0)


def _end(number: int, _: object) -> None:
    # Nothing is written yet. An exception would come out of the import as whatever the module makes of it.
    os.write(2, b"cleaner: interrupted\n" if number == signal.SIGINT else b"cleaner: terminated\n")
    os._exit(128 + number)


if __name__ == "__main__":
    main()
