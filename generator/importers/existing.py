"""The records that stand in `content/` already, and the place of one that comes from elsewhere."""

from __future__ import annotations

from pathlib import Path

from generator.importers.ids import free
from generator.importers.merge import values
from generator.importers.model import FOLDERS, Imported
from generator.importers.state import FOLDER, Remembered, State, load_state
from generator.records.files import read_text, walk_records
from generator.records.findings import Finding
from generator.records.reading import FOLDERS as ALL_FOLDERS
from generator.records.writing import EditError


class Existing:
    """Paths by folder and id, and those that belong to a record of this source."""

    def __init__(self, content: Path, state: State) -> None:
        self.content = content
        self.paths = {
            folder: {path.stem: path for path in walk_records(content / folder, content) if isinstance(path, Path)}
            for folder in ALL_FOLDERS
        }
        self.claimed = {content / one.path for one in state.records.values()} | _of_others(content)

    def place(self, record: Imported, known: Remembered | None) -> Path | None:
        """The path of a record, old or new; None when it was deleted here."""
        if known is not None:
            return self._again(self.content / known.path)
        path = self._adopted(record) or self._new(record)
        self.claimed.add(path)
        return path

    def _again(self, path: Path) -> Path | None:
        """Where a record stands that was imported before, wherever in its folder somebody moved it."""
        folder = path.relative_to(self.content).parts[0]
        return path if path.is_file() else self.paths.get(folder, {}).get(path.stem)

    def _adopted(self, record: Imported) -> Path | None:
        """A file that an earlier import left, when nobody remembers it: the same id, and the same title."""
        here = self.paths[FOLDERS[record.kind]]
        number, id = 1, record.id
        while id in here:
            if here[id] not in self.claimed and self._title(here[id]) == record.front["title"]:
                return here[id]
            number += 1
            id = f"{record.id}-{number}"
        return None

    def _title(self, path: Path) -> object:
        text = read_text(path, self.content)
        try:
            return None if isinstance(text, Finding) else values(text).get("title")
        except EditError:
            return None

    def _new(self, record: Imported) -> Path:
        taken = {id for folder in self.paths.values() for id in folder} | {path.stem for path in self.claimed}
        return self.content / FOLDERS[record.kind] / str(record.year) / f"{free(record.id, taken)}.md"


def _of_others(content: Path) -> set[Path]:
    """The records that any import remembers: two sources may have the same title on the same day."""
    states = (load_state(path) for path in sorted((content / FOLDER).glob("*.json")))
    return {content / one.path for state in states for one in state.records.values()}
