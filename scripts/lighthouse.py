#!/usr/bin/env python3
"""Asks Lighthouse (mobile) about a page three times and prints the medians.

usage: lighthouse.py ADDRESS [--runs 3] [--keep FOLDER]

Needs Node 20 with npm, and Chromium. Lighthouse is fetched with npm into a temporary folder, or
into the one that --keep names, where the next call finds it. Exits with 1 if a median is below the
house's mark. The performance figure depends on what else the machine does.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LIGHTHOUSE = "lighthouse@12.8.2"
MARKS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
CHROMIUM = "--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu"


def program(name: str) -> str:
    """Return where a program is. Exits with words where it is not installed."""
    return shutil.which(name) or sys.exit(f"{name} is not installed")


def fetch_lighthouse(folder: Path) -> Path:
    """Return Lighthouse's command in a folder, fetching it where it is not there yet."""
    command = folder / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        npm = [program("npm"), "install", "--silent", "--no-audit", "--no-fund"]
        subprocess.run([*npm, "--prefix", str(folder), LIGHTHOUSE], check=True)
    return command


def ask(command: Path, address: str) -> dict[str, Any]:
    """Return Lighthouse's report on a page, as the phone of its own choice sees it."""
    environment = {**os.environ, "CHROME_PATH": program("chromium")}
    asked = [str(command), address, "--output=json", "--quiet", f"--chrome-flags={CHROMIUM}"]
    asked.append(f"--only-categories={','.join(MARKS)}")
    answer = subprocess.run(asked, check=True, capture_output=True, env=environment)
    return json.loads(answer.stdout)


def points(report: dict[str, Any]) -> dict[str, int]:
    """Return the points of each category, of 100."""
    return {name: round(100 * report["categories"][name]["score"]) for name in MARKS}


def complaints(report: dict[str, Any]) -> set[str]:
    """Return what cost points, each in a line."""
    weighty = {
        audit["id"]
        for name in MARKS
        for audit in report["categories"][name]["auditRefs"]
        if audit["weight"]
    }
    return {
        f"{name}: {audit['title']} {audit.get('displayValue', '')}".rstrip()
        for name, audit in report["audits"].items()
        if name in weighty and audit["score"] is not None and audit["score"] < 1
    }


def main() -> int:
    """Ask, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("address")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        command = fetch_lighthouse(options.keep or Path(scratch))
        reports = [ask(command, options.address) for _run in range(options.runs)]
    runs = [points(report) for report in reports]
    below = False
    for name, mark in MARKS.items():
        figures = [run[name] for run in runs]
        median = statistics.median(figures)
        below |= median < mark
        print(f"{name:15} {median:5.0f}  of {', '.join(map(str, figures))}; the mark is {mark}")
    for line in sorted(set().union(*map(complaints, reports))):
        print(f"  {line}")
    return int(below)


if __name__ == "__main__":
    sys.exit(main())
