// Finds days in what is typed, such as 2026-11-25, 25.11.2026, ۱۴۰۵/۰۹/۰۴, 25 November 2026 and ט״ו בכסלו תשפ״ז. The index
// has the days of each entry as `dayKey` writes them.
const NUMERIC = /(^|[^\p{L}\p{N}])(\d{1,4})([-./])(\d{1,2})\3(\d{1,4})(?![\p{L}\p{N}]|[-./]\d)/gu;
const NAMED = /(^|[^\p{L}\p{N}])(\d{1,2}|[א-ת]{1,2}'?)\s+(\p{L}{3,}(?: [אב]'?(?=\s))?)\.?\s+(\d{4}|ת[שת][א-ת]{1,2})(?![\p{L}\p{N}])/gu;
const NAMED_FIRST = /(^|[^\p{L}\p{N}])(\p{L}{3,})\.? (\d{1,2}),? (\d{4})(?![\p{L}\p{N}])/gu; // as Americans write it
const CALENDARS = { persian: [1300, 1500, 621], gregory: [1900, 2200, 0], hebrew: [5600, 6000, -3761] }; // their years, and how far Gregorian ones are ahead
const MOST_DAYS = 660; // from the beginning of a Gregorian year to the end of one of another calendar that begins in it
const DAY = 86_400_000;

const dayKey = (day) => `@${(Date.parse(day) / DAY).toString(16)}`; // as in `publish/search/entries.py`

// The days with a number in the months of a year that are meant; the year tells the calendar.
function daysOf(year, day, style, language, isMeant) {
  const [calendar, [, , ahead]] = Object.entries(CALENDARS).find(([, [from, to]]) => year >= from && year < to) || ["", []];
  if (!calendar) return [];
  const format = new Intl.DateTimeFormat(`${language}-u-ca-${calendar}-nu-latn`, { timeZone: "UTC", year: "numeric", month: style, day: "numeric" });
  const found = [];
  for (let number = 0; number < MOST_DAYS; number += 1) {
    const time = Date.UTC(year + ahead, 0, 1) + number * DAY;
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    if (Number(parts.day) === day && parseInt(parts.year, 10) === year && isMeant(parts.month)) found.push(new Date(time).toISOString().slice(0, 10));
  }
  return found;
}

// The number that digits or Hebrew letters stand for, in letters without the thousands.
function numberOf(word) {
  if (/\d/.test(word)) return Number(word);
  const place = (letter) => "אבגדהוזחטיכלמנסעפצקרשת".indexOf(letter) + 1;
  const value = (at) => (at < 10 ? at : at < 19 ? (at - 9) * 10 : (at - 18) * 100);
  return [...word.replace("'", "")].reduce((sum, letter) => sum + value(place(letter)), 0);
}

function numericDays(first, mark, month, last, language) {
  const [year, day] = first.length === 4 ? [first, last] : [last, first];
  if (year.length !== 4 || day.length > 2) return [];
  const days = (one, other) => daysOf(Number(year), Number(one), "numeric", "en", (value) => value === `${Number(other)}`);
  const monthFirst = mark === "/" && year === last && language.split("-")[0] === "en";
  return [...new Set([...days(day, month), ...(monthFirst ? days(month, day) : [])])];
}

// Both readings of what is typed: with its days apart, if it has any, and as words alone.
function readings(query, fold, language) {
  const days = [];
  const take = (read) => (all, before, ...parts) => {
    const found = read(...parts);
    if (found.length) days.push(found);
    return found.length ? `${before} ` : all;
  };
  const isMonth = (typed) => (name) => {
    const its = fold.keys(name);
    return fold.spelled(name).startsWith(typed) || fold.alternatives(typed).every((one) => one.some((keys) => keys.every((key) => its.has(key))));
  };
  const inWords = (day, month, year) => {
    const number = numberOf(year);
    return daysOf(number < 1000 ? 5000 + number : number, numberOf(day), "long", language, isMonth(month));
  };
  const rest = fold.spelled(query)
    .replace(NUMERIC, take((first, mark, month, last) => numericDays(first, mark, month, last, language)))
    .replace(NAMED, take(inWords))
    .replace(NAMED_FIRST, take((month, day, year) => inWords(day, month, year)));
  return [...(days.length ? [{ days, rest }] : []), { days: [], rest: query }];
}
