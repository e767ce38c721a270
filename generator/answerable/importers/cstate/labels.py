"""What the marks above messages say: `Resolved`, `Monitoraggio in corso`, `Update - 2024-03-05 09:10 UTC`.

Words are known in sixteen languages, those of the last mark in some thirty. A word that ends in `…` stands for all
that begin with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from answerable.importers.source_instants import read_when

Role = Literal["open", "middle", "close", "body"]

_WORDS: dict[tuple[Role, str], str] = {
    ("open", "investigating"): """
        initial|open|opening|opened|investigating|investigation|announcement|scheduled|iniziale|apertura|in analisi
        |indagin…|segnalazione|annuncio|initiale|ouvert…|enquête…|en cours d…|en analyse|annonce|inicial|abiert…
        |investigando|en investigación|investigación|anuncio|abert…|em investigação|investigação|anúncio|beginn
        |untersuchung|wird untersucht|wir untersuchen|in untersuchung|ankündigung|onderzoek|wordt onderzocht
        |aankondiging|badamy|badanie|zapowied…|расследу…|изуча…|выясня…|идёт разбор|анонс|inceleniyor|araştırılıyor
        |duyuru|tiriam…|tyrim…|در حال بررسی|بررسی|آغاز|اعلام|בבדיקה|בחקירה|נפתח…|ראשונה|调查中|正在调查|調査中
        |قيد التحقيق
    """,
    ("middle", "identified"): """
        identified|cause found|identificat…|individuat…|identifié…|identificad…|identifiziert|erkannt|ursache gefunden
        |geïdentificeerd|oorzaak gevonden|zidentyfikowan…|определен…|определён…|установлен…|выявлен…|причина найдена
        |tespit edildi|belirlendi|nustatyt…|شناسایی|علت پیدا|זוהה|זוהתה|已确认|特定|原因特定|تم تحديد
    """,
    ("middle", "monitoring"): """
        monitoring|monitoraggio…|surveillance|sous surveillance|en observation|monitoreando|monitoreo|monitorizando
        |monitorando|monitoramento|monitorização|überwach…|wird überwacht|beobacht…|wird beobachtet|bewaking|monitorow…
        |monitorujemy|obserwujemy|наблюда…|мониторинг|izleniyor|izleme|stebim…|پایش|زیر نظر|رصد|در حال رصد|במעקב|בניטור
        |ניטור|监控中|監視中|المراقبة
    """,
    ("middle", "investigating"): """
        update|updated|updates|edit|edited|progress|in progress|aggiornament…|mise à jour|actualizaci…|atualizaç…
        |actualizaç…|aktualisierung|zwischenstand|nachtrag|bijwerking|aktualizacj…|обновлен…|дополнен…|güncelleme
        |atnaujin…|به‌روزرسانی|به روزرسانی|بروزرسانی|עדכון|更新|تحديث
    """,
    ("close", "resolved"): """
        final|close|closed|closing|resolved|end|ended|fixed|done|completed|solved|finished|finale|risolt…|chius…|conclus…
        |completat…|terminat…|ripristinat…|résolu…|clos|close|terminé…|corrigé…|rétabli…|resuelt…|solucionad…|cerrad…
        |finalizad…|completad…|resolvid…|concluíd…|encerrad…|gelöst|behoben|erledigt|abgeschlossen|beendet|geschlossen
        |opgelost|afgerond|voltooid|gesloten|rozwiązan…|naprawion…|zakończon…|решен…|решён…|устранен…|устранён…|исправлен…
        |завершен…|завершён…|закрыт…|çözüldü|giderildi|tamamlandı|išspręst…|حل شد|برطرف|رفع شد|پایان|נפתר…|תוקן
        |vyřešen…|vyriešen…|opraven…|megoldva|megoldód…|løst|løyst|utbedret|åtgärd…|löst|ratkaistu|korjattu|rezolvat…
        |remediat…|επιλύθηκε|αποκαταστάθηκε|вирішено|усунено|riješen…|rešen…|lahendatud|atrisināt…|해결|해결됨
        |đã giải quyết|đã khắc phục|selesai|แก้ไขแล้ว|הסתיים|הסתיימה|הושלם|הושלמה|טופל|已解决|解決|解決済み|تم الحل
    """,
    ("body", ""): "post-mortem|postmortem|post mortem",
}
"""By role and status of the update."""
_BEFORE = (
    r"(?:(?:issue|message|messaggio|mensaje|mensagem|nachricht|meldung|problem|problema|problème|bericht|сообщение"
    r"|проблема|пожар|پیام|مشکل|הודעה|התקלה)\s+)?"
)
_MEANINGS = [
    (role, status, re.compile(rf"{_BEFORE}(?:{words})(?:\b|(?=$))".replace("…", r"\w*"), re.IGNORECASE))
    for (role, status), words in (
        (key, "|".join(one.strip() for one in text.split("|"))) for key, text in _WORDS.items()
    )
]

DATE = (
    r"\d{4}[-/]\d{2}[-/]\d{2}|\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?[A-Za-z]{3,9}\.?,? \d{4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}\.\d{1,2}\.\d{4}"
)
TIME = r"\d{1,2}[:h]\d{2}(?::\d{2})?(?:[.,]\d+)?(?: ?[ap]m\b)?"
ZONE = r"(?:Z|UTC|GMT)\b|[+-]\d{2}:?\d{2}"
_DATE = re.compile(rf"(?<![\w.])(?:{DATE})(?!\d)", re.IGNORECASE)
_TIME = re.compile(rf"(?<![\d.])(?:T(?=\d))?({TIME})", re.IGNORECASE)
_ZONE = re.compile(rf"(?:(?<=\s)|^)(?:{ZONE})", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Label:
    """A mark as it is written, its role, the status of its update, and its instant if it names one.

    `words` are those that are no date; `is_known` whether they say a role.
    """

    text: str
    role: Role = "middle"
    status: str = "investigating"
    at: datetime | None = None
    words: str = ""
    is_known: bool = False


def read_label(text: str, zone: str, start: datetime | None = None) -> Label:
    """Read a mark; `zone` is that of instants without offset, `start` gives the day for a time alone."""
    text = text.strip()
    at, left = _instant(text, zone, start)
    words = left.strip(" \t-–—:,|()[].*_@") if at else text
    words = re.sub(r"(?:^|\s+)(?:at|on)$", "", words)
    for role, status, meaning in _MEANINGS:
        if meaning.match(words):
            return Label(text, role, status, at, words, is_known=True)
    return Label(text, at=at, words=words)


def _instant(text: str, zone: str, start: datetime | None) -> tuple[datetime | None, str]:
    """Return the instant that a mark names, and what is left of the mark without it.

    A day without an hour is its midnight, or `start` on the first day.
    """
    date = _DATE.search(text)
    day, left = (_day(date[0]), _without(text, date)) if date else (None, text)
    time = _TIME.search(left)
    left = _without(left, time) if time else left
    offset = _ZONE.search(left)
    left = _WEEKDAY.sub("", _without(left, offset) if offset else left)
    clock, written = _clock(time[1]) if time else "00:00", offset[0] if offset else ""
    if day is not None:
        when = read_when(f"{day} {clock}{written}", zone)
        on_first_day = when and not time and start and when.at < start and when.at + timedelta(days=1) > start
        return (start if on_first_day else when.at if when else None), left if when else text
    if time is None or start is None or re.search(r"\d", left):
        return None, text
    return _on_day(f"{clock}{written}", zone, start), left


def _day(written: str) -> str | None:
    """Return a date as ISO 8601 writes it, or None if its month is none."""
    parts = [part for part in re.split(r"[^0-9A-Za-z]+", written) if part.lower() not in {"", "of"}]
    numbers = [re.sub(r"\D", "", part) for part in parts]
    if all(numbers):
        year, month, day = numbers if len(numbers[0]) == 4 else numbers[::-1]
    else:
        name = next(part for part, number in zip(parts, numbers, strict=True) if not number)
        day, year = (number for number in numbers if number)
        month = str(_MONTHS.index(name[:3].lower()) + 1) if name[:3].lower() in _MONTHS else ""
    return f"{year}-{month}-{day}" if month else None


def _clock(written: str) -> str:
    """Return a time of 24 hours and minutes."""
    hour, minute = re.findall(r"\d+", written)[:2]
    half = written[-2:].lower()
    return f"{int(hour) % 12 + 12 * (half == 'pm') if half in {'am', 'pm'} else hour}:{minute}"


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _on_day(time: str, zone: str, start: datetime) -> datetime | None:
    """Return the first instant from `start` on at which the clock of the zone shows this time."""
    for day in (start, start + timedelta(days=1)):
        when = read_when(f"{day.date().isoformat()} {time}", zone)
        if when and when.at >= start:
            return when.at
    return None
