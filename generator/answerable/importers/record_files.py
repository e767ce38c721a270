"""The record files in `content/`: which of them belong to an import, and where the next one goes."""

from __future__ import annotations

from pathlib import Path

from answerable.content.halves import FOLDERS as ALL_FOLDERS
from answerable.importers.imported_history import FOLDERS, Imported
from answerable.importers.merge import values
from answerable.importers.state import FOLDER, Remembered, State, load_state
from answerable.records.files import read_text, walk_records
from answerable.records.findings import Finding
from answerable.records.ids import free_id
from answerable.records.yaml.edit import EditError


class RecordFiles:
    """The record files in `content/`: which of them belong to an import, and where the next one goes."""

    def __init__(self, content: Path, state: State) -> None:
        self.content = content
        self.paths = {
            folder: {path.stem: path for path in walk_records(content / folder, content) if isinstance(path, Path)}
            for folder in ALL_FOLDERS
        }
        states = [state, *(load_state(path) for path in sorted((content / FOLDER).glob("*.json")))]
        self.claimed = {content / one.path for state in states for one in state.records.values()}

    def path_of(self, record: Imported, known: Remembered | None) -> Path | None:
        """Return the path of an imported record, old or new; None if it was deleted here."""
        if known is not None:
            return self.path_of_known(known)
        path = self._unclaimed(record) or self._new(record)
        self.claimed.add(path)
        return path

    def path_of_known(self, known: Remembered) -> Path | None:
        """Return where a record stands now, which may have been moved, also by kind; None if it was deleted."""
        path = self.content / known.path
        if path.is_file():
            return path
        folders = (path.relative_to(self.content).parts[0], *FOLDERS.values())
        found = (self.paths.get(folder, {}).get(path.stem) for folder in folders)
        return next((one for one in found if one is not None and (one == path or one not in self.claimed)), None)

    def _unclaimed(self, record: Imported) -> Path | None:
        """Return a file of the same id and title that no import remembers, as after the loss of a state file."""
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
        return self.content / FOLDERS[record.kind] / str(record.year) / f"{free_id(record.id, taken)}.md"
