"""Draw the extension's PNG icons from their SVG sources, with Chromium."""

from pathlib import Path

from playwright.sync_api import sync_playwright

ICONS = Path(__file__).parent.parent / "extension" / "icons"
SIZES = (16, 32, 48, 128)
SMALL = 32  # up to this size the drawing with fewer, heavier shapes


def main() -> None:
    """Write on-light-SIZE.png and on-dark-SIZE.png beside their sources."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page()
        for ground in ("on-light", "on-dark"):
            for size in SIZES:
                source = f"{ground}-small.svg" if size <= SMALL else f"{ground}.svg"
                page.set_viewport_size({"width": size, "height": size})
                page.set_content(
                    f'<body style="margin:0;display:flex">{(ICONS / source).read_text()}'
                    f"<style>svg{{width:{size}px;height:{size}px}}</style>"
                )
                page.screenshot(path=ICONS / f"{ground}-{size}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
