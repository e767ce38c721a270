"""A QR code (ISO/IEC 18004) that leads to the site, for shops, receipts and parcels: `qr.svg`.

Black on white with the quiet zone of four modules, in every colour scheme: a camera needs both. Its error correction is
level M or better, so that a scratched sticker is still read.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import segno

from answerable.output.outputs import Output
from answerable.output.served import SVG, Served
from answerable.publish.addresses import QR
from answerable.publish.context import Context

SERVED = (Served(QR, SVG),)
QUIET_ZONE = 4


def publish(context: Context) -> Iterator[Output]:
    """The one file."""
    yield Output(QR, drawn(context.site_url))


def drawn(words: str) -> bytes:
    """The code of these words as SVG that fills whatever it is put into."""
    file = BytesIO()
    code = segno.make(words, error="m", micro=False)
    code.save(
        file, kind="svg", border=QUIET_ZONE, light="#fff", xmldecl=False, omitsize=True, svgclass=None, lineclass=None
    )
    return file.getvalue()
