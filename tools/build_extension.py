"""Pack the extension for the two stores: dist/optflag-chrome.zip and dist/optflag-firefox.zip.

The same sources give the same bytes: names sorted, times fixed. What only one browser reads is left
out of the other's manifest.
"""

import json
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "extension"
TARGET = ROOT / "dist"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold


def main() -> None:
    """Write both files and name them."""
    TARGET.mkdir(exist_ok=True)
    for browser in ("chrome", "firefox"):
        path = TARGET / f"optflag-{browser}.zip"
        pack(path, browser)
        print(path.relative_to(ROOT))


def pack(path: Path, browser: str) -> None:
    """Write the zip for one browser."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(contents(browser).items()):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)


def contents(browser: str) -> dict[str, bytes]:
    """The files of the extension as one browser gets them: name → bytes."""
    files = {
        path.relative_to(SOURCE).as_posix(): path.read_bytes()
        for path in SOURCE.rglob("*")
        if path.is_file() and not is_left_out(path.relative_to(SOURCE).as_posix())
    }
    manifest = manifest_for(browser, json.loads(files["manifest.json"]))
    files["manifest.json"] = (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
    return files


def is_left_out(name: str) -> bool:
    """Whether a file is for us only."""
    return name.startswith("store/") or (name.startswith("icons/on-") and name.endswith(".svg"))


def manifest_for(browser: str, manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest without what only the other browser reads."""
    if browser == "chrome":
        del manifest["browser_specific_settings"]
        del manifest["background"]["scripts"]
        del manifest["action"]["theme_icons"]
    else:
        del manifest["background"]["service_worker"]
        del manifest["minimum_chrome_version"]
    return manifest


if __name__ == "__main__":
    main()
