"""Take the pictures of the playground: `python tools/screenshot.py FOLDER`, after `python playground/build.py`.

Writes wide and phone width, light and dark. `docs/images/playground.png` is the wide light one.
"""

from __future__ import annotations

import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

DIST = Path(__file__).resolve().parent.parent / "playground" / "dist"
PROMPT = "portrait of a knight, oil on canvas —ar 3:2 --cref https://cdn.midjourney.com/3f1c/0_0.png --stylize250 --v 7."
WIDTHS = {"wide": (1280, 860), "phone": (390, 844)}


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Leave the terminal alone."""


def main(folder: Path) -> None:
    """Write the pictures into `folder`."""
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(DIST)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/#p={quote(PROMPT)}&m=8.2"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (width, height) in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(address)
            page.locator("body[data-judged]").wait_for(timeout=120_000)  # Python has to load
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=folder / f"playground-{name}-{scheme}.png", full_page=True)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
