"""The one part that is compiled; all else about the package is in pyproject.toml."""

import atexit
import contextlib
import shutil
import tempfile

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext


class BuildInPlaceToo(build_ext):
    """Leaves what it builds beside the source as well: tests run in the checkout."""

    def run(self) -> None:
        super().run()
        if not self.inplace:
            # A checkout that cannot be written to is tested without it.
            with contextlib.suppress(OSError):
                self.copy_extensions_to_source()


HEADERS = ["cleaner/_sieve_read.h", "cleaner/_sieve_pack.h", "cleaner/_sieve_text.h", "cleaner/_sieve_shape.h"]

# Not in the checkout, where the next build would find files that have been deleted since.
scratch = tempfile.mkdtemp(prefix="cleaner-build-")
atexit.register(shutil.rmtree, scratch, ignore_errors=True)

setup(
    # Without a compiler the package is installed without it, and is slower: cleaner/sieve.py.
    ext_modules=[Extension("cleaner._sieve", ["cleaner/_sieve.c"], depends=HEADERS, optional=True)],
    options={"build": {"build_base": scratch}},
    cmdclass={"build_ext": BuildInPlaceToo},
)
