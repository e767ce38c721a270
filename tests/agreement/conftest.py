"""What these tests share: templates that are compiled once, since they build the same site again and again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import jinja2
import pytest


@pytest.fixture(scope="module", autouse=True)
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """MkDocs compiles its theme anew for each build, which is half of a small one's time."""
    cache = jinja2.FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2, "Environment", partial(jinja2.Environment, bytecode_cache=cache))
        yield
