"""What is made at installation: the parts that are compiled, and the rules made ready for the first run.

``_sieve.c`` is written in C.  The modules that every document passes through are Python, and mypyc compiles them as
they stand.  Where either cannot be compiled, the package is installed without, cleans alike and is slower.
``CLEANER_COMPILE=0`` leaves mypyc out.  All else about the package is in pyproject.toml.
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

HEADERS = ["cleaner/_sieve_read.h", "cleaner/_sieve_pack.h", "cleaner/_sieve_text.h", "cleaner/_sieve_shape.h"]
# What each document passes through.  Rules and settings, which are read once, gain nothing.
COMPILED = [
    *["cleaner/document.py", "cleaner/engine.py", "cleaner/fold.py", "cleaner/glued.py", "cleaner/index.py"],
    *["cleaner/indexes.py", "cleaner/language.py", "cleaner/links.py", "cleaner/markup.py", "cleaner/shape.py"],
    *["cleaner/signs.py", "cleaner/suspects.py", "cleaner/tags.py", "cleaner/text.py"],
    *sorted(path.as_posix() for path in Path("cleaner/filters").glob("*.py")),
]
# setuptools runs this file for the package's metadata too, which needs nothing compiled.
_BUILDS = {"bdist_wheel", "build", "build_ext", "install"}


def compiled_by_mypyc(folder: str) -> list[Extension]:
    """Return what mypyc makes of the modules; nothing where it is not wanted, or not able to.

    Not for a build in the checkout: there a compiled module would hide each later change of its source.
    """
    wanted = os.environ.get("CLEANER_COMPILE") != "0" and sys.implementation.name == "cpython"
    if not wanted or not _BUILDS.intersection(sys.argv) or "--inplace" in sys.argv:
        return []
    options = ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent", f"--cache-dir={folder}/mypy"]
    try:
        from mypyc.build import mypycify

        extensions = mypycify([*options, *COMPILED], target_dir=folder, group_name="cleaner")
    except (ImportError, SystemExit) as error:  # Of the latter, mypy has said why.
        print(f"warning: not compiled by mypyc: {error!r}", file=sys.stderr)
        return []
    for extension in extensions:
        extension.optional = True
    return extensions


class BuildExtensions(build_ext):
    """Leaves the sieve that it builds beside the source as well: tests run in the checkout."""

    def run(self) -> None:
        super().run()
        if not self.inplace:
            # A checkout that cannot be written to is tested without it.
            with contextlib.suppress(OSError):
                built = Path(self.get_ext_fullpath(SIEVE.name))
                shutil.copy(built, Path("cleaner") / built.name)


class BuildAndMakeReady(build):
    """Reads and indexes the rules once, so that the first run on each machine need not (cleaner/cache.py)."""

    def run(self) -> None:
        super().run()
        folder = Path(self.build_lib).resolve()
        if not self._make_ready(folder):
            # Perhaps only some of the modules could be compiled: the sources do it without.
            for module in [*folder.glob("cleaner__mypyc.*"), *folder.glob("cleaner/**/*.so"), *folder.glob("**/*.pyd")]:
                if not module.name.startswith("_sieve"):
                    module.unlink(missing_ok=True)
            if not self._make_ready(folder):
                self.warn("the rules could not be made ready: the first run on each machine takes some seconds longer")

    def _make_ready(self, folder: Path) -> bool:
        made = folder / "cleaner" / "made"
        script = f"""
import sys
sys.path = {[str(folder), *sys.path]!r}
import cleaner.filters
from cleaner.engine import load_engine
load_engine(None, "standard", (), None, ())
"""
        done = subprocess.run([sys.executable, "-c", script], env=os.environ | {"CLEANER_CACHE_DIR": str(made)})
        for stamps in made.glob("contents-*"):  # Of this folder; where the package goes they are others.
            stamps.unlink()
        return done.returncode == 0


# Not in the checkout, where the next build would find files that have been deleted since.
scratch = tempfile.mkdtemp(prefix="cleaner-build-")
atexit.register(shutil.rmtree, scratch, ignore_errors=True)
SIEVE = Extension("cleaner._sieve", ["cleaner/_sieve.c"], depends=HEADERS, optional=True)

setup(
    ext_modules=[SIEVE, *compiled_by_mypyc(scratch)],
    options={"build": {"build_base": scratch}},
    cmdclass={"build": BuildAndMakeReady, "build_ext": BuildExtensions},
)
