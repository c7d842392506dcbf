"""Headless Chromium: what a page shows, and whether it runs or fetches anything."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def chromium(page: Path, *options: str) -> str:
    """Open a page in Chromium and return its document as it is then; no network, no scripts of its own."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("CLEANER_NO_SKIPS") == "1":
            pytest.fail("chromium is not installed: .ci/system installs it")
        pytest.skip("chromium is not installed")
    profile = page.parent / "profile"
    command = [found, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", "--dump-dom"]
    done = subprocess.run([*command, *options, page.as_uri()], capture_output=True, timeout=120, check=True)
    return done.stdout.decode()


def screenshot(page: Path) -> bytes:
    """Return a picture of a page, as PNG."""
    target = page.with_suffix(".png")
    chromium(page, f"--screenshot={target}", "--window-size=1000,1200")
    return target.read_bytes()
