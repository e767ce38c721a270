"""`qr.svg`: a QR code (ISO/IEC 18004) with the site's address, for shops, receipts and parcels.

It is black on white with the quiet zone of four modules in every colour scheme, since cameras need both. Its error
correction is level M or better, so that a scratched sticker can be read.
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
    """Yield the one file; none while the site has no address, since a printed code cannot be taken back."""
    if context.has_address:
        yield Output(QR, drawn(context.site_url))


def drawn(words: str) -> bytes:
    """Return the QR code of a text as SVG without a size of its own."""
    file = BytesIO()
    code = segno.make(words, error="m", micro=False)
    code.save(
        file, kind="svg", border=QUIET_ZONE, light="#fff", xmldecl=False, omitsize=True, svgclass=None, lineclass=None
    )
    return file.getvalue()
