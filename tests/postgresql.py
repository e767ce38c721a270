"""A PostgreSQL of the tests' own: in a temporary folder, on a socket there, and gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUICK = "-c fsync=off -c listen_addresses= -c jit=off"
"""A folder that is thrown away need not survive a failure of the machine; nobody reaches it over the network."""


def find_programs() -> Path:
    """Return the folder of PostgreSQL's programs, which Debian keeps off the PATH.

    Raises LookupError with the line that says what to install.
    """
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    if not folders:
        raise LookupError("the tests of other databases need PostgreSQL; on Debian: sudo apt-get install postgresql")
    return max(folders, key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0)


@contextmanager
def postgresql() -> Iterator[str]:
    """Start PostgreSQL and yield how to connect to it. Its texts are sorted as in English, as most databases do."""
    programs = find_programs()
    with tempfile.TemporaryDirectory(prefix="answerable-pg-") as name:  # a short path, as sockets need
        folder = Path(name)
        user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None  # it refuses to run as root
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)

        def run(program: str, *arguments: str) -> None:
            done = subprocess.run(
                [str(programs / program), "-D", f"{folder}/data", *arguments],
                cwd=folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )
            if done.returncode:
                log = folder / "log"
                raise RuntimeError(f"{program}: {done.stderr}{log.read_text('utf-8') if log.exists() else ''}")

        run("initdb", "--username=answerable", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C",
            "--locale-provider=icu", "--icu-locale=en-US")  # fmt: skip
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} {QUICK}", "start")
        try:
            yield f"host={folder} user=answerable dbname=postgres"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
