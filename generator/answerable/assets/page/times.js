// Times in the reader's own zone and words.
const NEAR = 12 * 3_600_000;

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DATE = { day: "numeric", month: "short", ...CLOCK };
const STYLES = {
  year: { ...DATE, month: "long", year: "numeric" },
  date: DATE,
  clock: CLOCK,
  short: { day: "numeric", month: "short" },
  day: { weekday: "short", day: "numeric", month: "short" },
  moment: { weekday: "long", ...CLOCK },
  far: { weekday: "long", day: "numeric", month: "long", ...CLOCK },
};

let zone = "";
const formats = new Map(); // a page of hours has hundreds of times, and a formatter costs more than a time

function print(at, style) {
  const key = `${locale()} ${style}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), inCase(STYLES[style])));
  return formats.get(key).format(at);
}

// A Russian weekday in full would need the case of the word before it; the short one has none.
const inCase = (style) => (style.weekday && settings.weekday === "short" ? { ...style, weekday: "short" } : style);

// No more of a date than tells it apart: for hours near by the time and how far off it is, else the day, else the year.
function absolute(at, style, now) {
  if (style === "moment" && new Date(at).toDateString() === new Date(now).toDateString()) return print(at, "clock");
  if (style === "moment" && Math.abs(at - now) >= 6 * 86_400_000) return print(at, "far"); // a weekday alone would be this week's
  if (style === "short" && Math.abs(at - now) < NEAR) return relative(at, now, "short");
  if (STYLES[style]) return print(at, style);
  if (Math.abs(at - now) < NEAR && Intl.RelativeTimeFormat) return list([print(at, "clock"), relative(at, now)]);
  return print(at, new Date(at).getFullYear() === new Date(now).getFullYear() ? "date" : "year");
}

// Browsers have no comma here in some languages, such as Russian.
const list = (words) => words.join(settings.words?.comma ?? ", ");

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
    if (Number.isNaN(at)) continue;
    if (!node.title) node.title = node.textContent;
    const words = node.dataset.aTime === "relative" ? relative(at, now) : absolute(at, node.dataset.aTime, now);
    if (node.textContent !== words) node.textContent = words;
  }
  for (const node of all("[data-a-zone]")) node.textContent = zone;
}
