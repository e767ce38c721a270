# ruff: noqa: INP001 (a script beside the documents)
"""Take the pictures in docs/images: python -m docs.screenshots, with the machine's Chromium, in one or two minutes.

They show the example at its own moment. `overview.webp`, which opens the README, is a desktop with a phone before it.
`brand-….webp` show the example's records as the site of another company: each folder of docs/brands has the mkdocs.yml
and the assets of one.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
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

IMAGES = Path(__file__).parent / "images"
BRANDS = Path(__file__).parent / "brands"
LARGEST = 56 * 1024
"""The size in bytes that no picture exceeds."""
DESKTOP, PHONE = (1280, 800), (390, 844)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a page: its name, the page's address on the site, and the reader's screen."""

    name: str
    page: str = ""
    size: tuple[int, int] = DESKTOP
    dark: bool = False


SHOTS = (
    Shot("light"),
    Shot("dark", dark=True),
    Shot("phone", size=PHONE),
    Shot("right-to-left", "fa/"),
    Shot("answers", "answers/"),
    Shot("figures", "transparency/"),
)


def take(browser: Browser, site: str, shot: Shot) -> Image.Image:
    """Return what the reader sees first."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if shot.size == PHONE else 1,
        color_scheme="dark" if shot.dark else "light",
        timezone_id="Asia/Tehran",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.clock.set_fixed_time(datetime.fromisoformat(EXAMPLE_NOW))
    page.goto(site + shot.page, wait_until="networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return picture


def overview(desktop: Image.Image, phone: Image.Image) -> Image.Image:
    """Return one picture of a desktop with a phone before its lower right corner, beside the text of the page."""
    small = phone.resize((270, 270 * phone.height // phone.width), Image.Resampling.LANCZOS)
    whole = Image.new("RGB", (desktop.width + 140, desktop.height + 96), "#e4e7ea")
    whole.paste(desktop, (24, 24))
    frame = Image.new("RGB", (small.width + 12, small.height + 12), "#333333")
    frame.paste(small, (6, 6))
    whole.paste(frame, (whole.width - frame.width - 24, whole.height - frame.height - 24))
    return whole


def save(picture: Image.Image, name: str) -> int:
    """Write a WebP file in the best quality that keeps it small; return its size in bytes."""
    for quality in range(90, 10, -10):
        file = io.BytesIO()
        picture.save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= LARGEST:
            break
    (IMAGES / f"{name}.webp").write_bytes(file.getvalue())
    return file.tell()


def example_pictures(browser: Browser, folder: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield the name and the picture of each view of the example, which is built in a folder."""
    with serving(build_example(folder / "site")) as site:
        taken = {shot.name: take(browser, site, shot) for shot in SHOTS}
    yield from taken.items()
    yield "overview", overview(taken["light"], taken["phone"])


def brand_pictures(browser: Browser, folder: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield the name and the picture of each brand, in light colours with a phone in dark ones; built in a folder."""
    for brand in sorted(path for path in BRANDS.iterdir() if path.is_dir()):
        place = folder / brand.name
        shutil.copytree(ROOT / "content", place / "content")
        shutil.copytree(brand / "assets", place / "content" / "assets", dirs_exist_ok=True)
        shutil.copy(brand / "mkdocs.yml", place)
        with serving(build_example(place / "site", "--config", str(place / "mkdocs.yml"))) as site:
            desktop, phone = take(browser, site, Shot("light")), take(browser, site, Shot("dark", "", PHONE, dark=True))
        yield f"brand-{brand.name}", overview(desktop, phone)


def main() -> None:
    """Take all pictures and say how large they are."""
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        driver.launch(playwright) as browser,
    ):
        for pictures in (example_pictures, brand_pictures):
            for name, picture in pictures(browser, Path(folder)):
                sys.stdout.write(f"docs/images/{name}.webp: {save(picture, name) // 1024} KB\n")


if __name__ == "__main__":
    main()
