# ruff: noqa: INP001 (a script beside the documents)
"""Take the pictures of docs/make-it-yours.md: python -m docs.brand_pictures, with the machine's Chromium.

Each folder of docs/brands has the mkdocs.yml and the assets of a company, put around the records of the example.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright
from tests.browser import driver
from tests.browser.server import serving
from tests.conftest import EXAMPLE_NOW, ROOT, build_example

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BRANDS = Path(__file__).parent / "brands"
IMAGES = Path(__file__).parent / "images"
LARGEST = 56 * 1024
"""The size in bytes that no picture exceeds."""


def brand_pictures(browser: Browser, folder: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield the name and the picture of each brand: a desktop in light colours with a phone in dark ones before it.

    The sites are built in `folder`.
    """
    for brand in sorted(path for path in BRANDS.iterdir() if path.is_dir()):
        place = folder / brand.name
        shutil.copytree(ROOT / "content", place / "content")
        shutil.copytree(brand / "assets", place / "content/assets", dirs_exist_ok=True)
        shutil.copy(brand / "mkdocs.yml", place)
        with serving(build_example(place / "site", "--config", str(place / "mkdocs.yml"))) as site:
            desktop = _taken(browser, site, (1280, 860), dark=False)
            phone = _taken(browser, site, (390, 800), dark=True)
        small = phone.resize((phone.width * 3 // 4, phone.height * 3 // 4), Image.Resampling.LANCZOS)
        desktop.paste(small, (desktop.width - small.width - 40, desktop.height - small.height - 40))
        yield f"brand-{brand.name}", desktop


def _taken(browser: Browser, site: str, size: tuple[int, int], *, dark: bool) -> Image.Image:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        timezone_id="Asia/Tehran",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.clock.set_fixed_time(datetime.fromisoformat(EXAMPLE_NOW))
    page.goto(site, wait_until="networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return picture


def _written(picture: Image.Image, path: Path) -> int:
    """Write a WebP file in the best quality that keeps it small; return its size in bytes."""
    for quality in range(90, 10, -10):
        file = io.BytesIO()
        picture.save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= LARGEST:
            break
    path.write_bytes(file.getvalue())
    return file.tell()


def main() -> None:
    """Take all pictures, and say how large they are."""
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        driver.launch(playwright) as browser,
    ):
        for name, picture in brand_pictures(browser, Path(folder)):
            size = _written(picture, IMAGES / f"{name}.webp")
            sys.stdout.write(f"docs/images/{name}.webp: {size // 1024} KB\n")


if __name__ == "__main__":
    main()
