"""What the marks above messages say: `Resolved`, `Monitoraggio in corso`, `Update - 2024-03-05 09:10 UTC`.

Words are known in sixteen languages. A word that ends in `…` stands for all that begin with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from answerable.importers.instants import read_when

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
        |завершен…|завершён…|закрыт…|çözüldü|giderildi|tamamlandı|išspręst…|حل شد|برطرف|رفع شد|پایان|נפתר…|תוקן|הסתיים
        |הסתיימה|הושלם|הושלמה|טופל|已解决|解決|解決済み|تم الحل
    """,
    ("body", ""): "post-mortem|postmortem|post mortem",
}
"""By role and status of the update."""
_BEFORE = (
    r"(?:(?:issue|message|messaggio|mensaje|mensagem|nachricht|meldung|problem|problema|problème|bericht|сообщение"
)
_BEFORE += r"|проблема|пожар|پیام|مشکل|הודעה|התקלה)\s+)?"
_MEANINGS = [
    (role, status, re.compile(rf"{_BEFORE}(?:{words})(?:\b|(?=$))".replace("…", r"\w*"), re.IGNORECASE))
    for (role, status), words in (
        (key, "|".join(one.strip() for one in text.split("|"))) for key, text in _WORDS.items()
    )
]

_ISO = re.compile(
    r"\b(\d{4})[-/](\d{2})[-/](\d{2})[T ,-]*(\d{1,2})[:h](\d{2})(?::\d{2})?(?:[.,]\d+)?\s*(Z\b|[+-]\d{2}:?\d{2})?"
)
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?([A-Z][a-z]+) (\d{4})[ ,-]+(?:at )?(\d{1,2})[:h](\d{2})")
_TIME = re.compile(r"\b(\d{1,2})[:h](\d{2})(?::\d{2})?\b")
_ZONE = re.compile(r"\b(UTC|GMT)\b")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


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
    words = left.strip(" \t-–—:,|()[].*_") if at else text
    for role, status, meaning in _MEANINGS:
        if meaning.match(words):
            return Label(text, role, status, at, words, is_known=True)
    return Label(text, at=at, words=words)


def _instant(text: str, zone: str, start: datetime | None) -> tuple[datetime | None, str]:
    """Return the instant that a mark names, and what is left of the mark without it."""
    zone = "UTC" if _ZONE.search(text) else zone
    if match := _ISO.search(text):
        written = f"{match[1]}-{match[2]}-{match[3]} {match[4]}:{match[5]}{match[6] or ''}"
    elif (match := _DAY_FIRST.search(text)) and match[2].lower() in _MONTHS:
        written = f"{match[3]}-{_MONTHS.index(match[2].lower()) + 1}-{match[1]} {match[4]}:{match[5]}"
    elif (match := _TIME.search(text)) and start and not re.search(r"\d", text[: match.start()] + text[match.end() :]):
        return _on_day(match, zone, start), _without(text, match)
    else:
        return None, text
    when = read_when(written, zone)
    return (when.at, _without(text, match)) if when else (None, text)


def _without(text: str, match: re.Match[str]) -> str:
    return _ZONE.sub("", text[: match.start()] + text[match.end() :])


def _on_day(time: re.Match[str], zone: str, start: datetime) -> datetime | None:
    """Return the first instant from `start` on at which the clock of the zone shows this time."""
    for day in (start, start + timedelta(days=1)):
        when = read_when(f"{day.date().isoformat()} {time[1]}:{time[2]}", zone)
        if when and when.at >= start:
            return when.at
    return None
