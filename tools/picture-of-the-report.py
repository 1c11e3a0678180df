"""Takes a picture of the head of a report: ``picture-of-the-report.py RESULT.json OUT.png``."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from rollcheck.publish import report_html

WIDTH, HEIGHT = 1120, 1690  # from the headline to the counts by reason
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def main(result: Path, picture: Path) -> None:
    """Render ``result`` and write the first screen of it to ``picture`` as PNG."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium: run `make setup-system`")
    html = report_html(json.loads(result.read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "report.html"
        page_file.write_text(html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(page_file.as_uri())
        picture.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python tools/picture-of-the-report.py RESULT.json OUT.png")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
