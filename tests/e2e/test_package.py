"""The files for the stores."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"


@pytest.fixture(scope="module")
def packed() -> dict[str, bytes]:
    return build()


def build() -> dict[str, bytes]:
    subprocess.run([sys.executable, ROOT / "tools" / "build_extension.py"], check=True)
    names = ("optflag-chrome", "optflag-firefox")
    return {name: (DIST / f"{name}.zip").read_bytes() for name in names}


def test_the_same_sources_give_the_same_bytes(packed: dict[str, bytes]) -> None:
    assert build() == packed


def test_each_manifest_holds_what_its_browser_reads(packed: dict[str, bytes]) -> None:
    manifests = {}
    for name in packed:
        with zipfile.ZipFile(DIST / f"{name}.zip") as archive:
            manifests[name] = json.loads(archive.read("manifest.json"))
            assert not any(file.startswith("store/") for file in archive.namelist())
    assert set(manifests["optflag-chrome"]["background"]) == {"service_worker", "type"}
    assert set(manifests["optflag-firefox"]["background"]) == {"scripts", "type"}


def test_mozillas_linter_has_nothing_to_say(packed: dict[str, bytes]) -> None:
    command = [
        "node_modules/.bin/web-ext",
        "lint",
        "--boring",
        "--warnings-as-errors",
        "--output=json",
    ]
    done = subprocess.run(
        [*command, "--source-dir", DIST / "optflag-firefox.zip"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
