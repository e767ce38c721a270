// Times in the reader's own zone and words.
const NEAR = 12 * 3_600_000;

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DATE = { day: "numeric", month: "short", ...CLOCK };
const STYLES = {
  year: { ...DATE, month: "long", year: "numeric" },
  date: DATE,
  clock: CLOCK,
  short: { day: "numeric", month: "short" },
  day: { weekday: "long", day: "numeric", month: "long" },
  moment: { weekday: "long", ...CLOCK },
  far: { weekday: "long", day: "numeric", month: "long", ...CLOCK },
};

let zone = "";
const formats = new Map(); // a page of hours has hundreds of times, and a formatter costs more than a time

function print(at, style) {
  const key = `${locale()} ${style}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), inNumbers(STYLES[style])));
  return formats.get(key).format(at);
}

// Some languages write a day without its weekday in numbers, such as 24.11.2026.
const inNumbers = (style) => (style.month && !style.weekday && settings.numeric ? { ...style, month: "numeric" } : style);

const dayOf = (at) => new Date(at).toDateString();
const isMidnight = (at) => new Date(at).getHours() === 0 && new Date(at).getMinutes() === 0;

// The end of a day's work, where midnight ends the day before.
const closing = (at) => (isMidnight(at) ? settings.words?.midnight : "") || print(at, "clock");

// The end of a time that began at an instant: without its day if that is the same.
const endOf = (at, since, now) => (since < at && dayOf(at - 1) === dayOf(since) ? closing(at) : dated(at, now));

const dated = (at, now) => print(at, new Date(at).getFullYear() === new Date(now).getFullYear() ? "date" : "year");

// No more of a date than tells it apart: for hours near by the time and how far off it is, else the day, else the year.
function absolute(at, style, now) {
  if (style === "start") return dated(at, now);
  if (style === "closing") return closing(at);
  if (style === "until" && dayOf(at - 1) === dayOf(now)) return closing(at);
  if (style === "until") style = "moment";
  if (style === "moment" && dayOf(at) === dayOf(now)) return print(at, "clock");
  if (style === "moment" && Math.abs(at - now) >= 6 * 86_400_000) return print(at, "far"); // a weekday alone would be this week's
  if (style === "short" && Math.abs(at - now) < NEAR) return relative(at, now, "short");
  if (STYLES[style]) return print(at, style);
  if (Math.abs(at - now) < NEAR && Intl.RelativeTimeFormat) return near(print(at, "clock"), relative(at, now));
  return dated(at, now);
}

function near(clock, ago) {
  return (settings.words?.near || "%(clock)s, %(ago)s").replace("%(clock)s", () => clock).replace("%(ago)s", () => ago);
}

function relative(at, now, style = "long") {
  if (!Intl.RelativeTimeFormat) return print(at, "date"); // Safari before 14
  const seconds = Math.round((at - now) / 1000);
  if (Math.abs(seconds) < 60) return new Intl.RelativeTimeFormat(locale(), { numeric: "auto", style }).format(0, "second"); // `now`
  const [unit, size] = [["day", 86_400], ["hour", 3_600]].find(([, s]) => Math.abs(seconds) >= s) || ["minute", 60];
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto", style }).format(Math.trunc(seconds / size), unit);
  return words.replace(/ \(\d\)$/, ""); // in Hebrew some browsers say `an hour ago (1)`
}

function showTimes(now) {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  if (timeZone !== zone) formats.clear(); // readers travel while a page is open
  zone = timeZone;
  for (const node of all("time[data-a-time]")) {
    const at = instant(node.dateTime);
    if (Number.isNaN(at) || node.closest("[hidden]")) continue; // a table of hours has weeks that nobody sees yet
    if (!node.title) node.title = node.textContent;
    const { aTime, aSince } = node.dataset;
    const words = aTime === "relative" ? relative(at, now) : aTime === "end" ? endOf(at, instant(aSince), now) : absolute(at, aTime, now);
    if (node.textContent !== words) node.textContent = words;
  }
  for (const node of all("[data-a-zone]")) node.textContent = zoneName(now);
}

// The reader's zone in words: by the server's if it is the site's, else by the browser's name for it.
function zoneName(now) {
  const [site, name] = settings.zone || [];
  if (zone === site) return name;
  try {
    const parts = new Intl.DateTimeFormat(locale(), { timeZoneName: "longGeneric" }).formatToParts(now);
    return parts.find((part) => part.type === "timeZoneName").value;
  } catch {
    return zone; // Safari before 15.4
  }
}
