"""How a reply asks for an order code, in four languages: a word of asking, near a word for the code."""

from __future__ import annotations

import re

ASKS_FOR_CODE: dict[str, re.Pattern[str]] = {
    language: re.compile(pattern, re.IGNORECASE)
    for language, pattern in {
        "en": r"\b(?:send|share|tell|give|dm|message|provide|let us have)\b[^.!?\n]{0,60}"
        r"\b(?:order|booking|trip|reservation|reference|tracking|ticket)[ -]?"
        r"(?:code|number|no\b|id\b|reference)",
        "fa": r"(?:(?:کد|شماره(?:ٔ|ی)?|شناسه(?:ٔ|ی)?) ?(?:سفارش|سفر|رزرو|پیگیری|رهگیری|بلیت|بلیط)"
        r"[^.!؟\n]{0,60}(?:بفرست|ارسال|ارائه|بگویید|بگید|بنویسید|دایرکت|پیام دهید|اعلام))",
        "he": r"(?:שלח|שילחו|העבירו|כתבו|ציינו|תנו|מסרו)[^.!?\n]{0,60}"
        r"(?:מספר|קוד)(?: ה)? ?ה?(?:הזמנה|נסיעה|משלוח|פנייה|מעקב)",
        "ru": r"(?:пришлите|отправьте|напишите|сообщите|укажите|вышлите|скиньте)[^.!?\n]{0,60}"
        r"(?:номер|код)\w*\s+(?:\w+\s+)?(?:заказ|поездк|брон|билет|отправлени|обращени)",
    }.items()
}
