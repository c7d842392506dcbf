"""What is made at installation: the one part that is compiled, and the rules made ready for the first run.

All else about the package is in pyproject.toml.
"""

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build import build
from setuptools.command.build_ext import build_ext


class BuildInPlaceToo(build_ext):
    """Leaves what it builds beside the source as well: tests run in the checkout."""

    def run(self) -> None:
        super().run()
        if not self.inplace:
            # A checkout that cannot be written to is tested without it.
            with contextlib.suppress(OSError):
                self.copy_extensions_to_source()


class BuildAndMakeReady(build):
    """Reads and indexes the rules once, so that the first run on each machine need not (cleaner/cache.py)."""

    def run(self) -> None:
        super().run()
        folder = Path(self.build_lib).resolve()
        made = folder / "cleaner" / "made"
        script = f"""
import sys
sys.path = {[str(folder), *sys.path]!r}
from cleaner.engine import load_engine
load_engine(None, "standard", (), None, ())
"""
        done = subprocess.run([sys.executable, "-c", script], env=os.environ | {"CLEANER_CACHE_DIR": str(made)})
        if done.returncode:
            self.warn("the rules could not be made ready: the first run on each machine takes some seconds longer")
        for stamps in made.glob("contents-*"):  # Of this folder; where the package goes they are others.
            stamps.unlink()


HEADERS = ["cleaner/_sieve_read.h", "cleaner/_sieve_pack.h", "cleaner/_sieve_text.h", "cleaner/_sieve_shape.h"]

# Not in the checkout, where the next build would find files that have been deleted since.
scratch = tempfile.mkdtemp(prefix="cleaner-build-")
atexit.register(shutil.rmtree, scratch, ignore_errors=True)

setup(
    # Without a compiler the package is installed without it, and is slower: cleaner/sieve.py.
    ext_modules=[Extension("cleaner._sieve", ["cleaner/_sieve.c"], depends=HEADERS, optional=True)],
    options={"build": {"build_base": scratch}},
    cmdclass={"build": BuildAndMakeReady, "build_ext": BuildInPlaceToo},
)
