// The days of a bar: what happened on the one under the pointer, and, when it is tapped, its place in the list below.
const DAY = 86_400_000;
let tip = null;

// The day under the pointer, as 2026-11-24, or null beside the bar.
function dayUnder(bar, x) {
  const box = bar.getBoundingClientRect();
  const days = bar.viewBox.baseVal.width;
  const along = (x - box.left) / box.width;
  const rtl = getComputedStyle(bar).direction === "rtl";
  const back = Math.floor((rtl ? along : 1 - along) * days);
  if (!(back >= 0 && back < days)) return null;
  return new Date(Date.parse(bar.dataset.aLast) - back * DAY).toISOString().slice(0, 10);
}

function entryOf(bar, day) {
  return bar.closest(".a-days").querySelector(`[data-a-day="${day}"]`);
}

function wordsOf(bar, day) {
  const entry = entryOf(bar, day);
  if (entry) return [...entry.childNodes].map((node) => node.textContent || " \u2013 ").join("").trim();
  const style = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(locale(), style).format(Date.parse(day));
}

function showTip(event) {
  const bar = event.target.closest?.(".a-bar");
  const day = bar && dayUnder(bar, event.clientX);
  if (!day) return tip?.remove();
  tip ??= Object.assign(document.createElement("div"), { className: "a-tip", ariaHidden: "true" });
  tip.textContent = wordsOf(bar, day);
  document.body.append(tip);
  const edge = document.documentElement.clientWidth - tip.offsetWidth;
  tip.style.left = `${Math.max(0, Math.min(event.clientX - tip.offsetWidth / 2, edge))}px`;
  tip.style.top = `${bar.getBoundingClientRect().top - tip.offsetHeight - 4}px`;
}

// A tap on a day unfolds the list and marks the day in it; only a second tap on the same one, or on none, folds it.
function chooseDay(event) {
  const bar = event.target.closest?.(".a-bar");
  const fold = bar?.closest("details");
  if (!fold) return;
  const entry = event.detail ? entryOf(bar, dayUnder(bar, event.clientX)) : null; // a key press is on no day
  for (const other of all("[data-a-chosen]", fold)) if (other !== entry) delete other.dataset.aChosen;
  if (!entry) return;
  const again = "aChosen" in entry.dataset;
  entry.toggleAttribute("data-a-chosen", !again);
  if (fold.open && !again) event.preventDefault();
}

document.addEventListener("pointermove", showTip, { passive: true });
document.addEventListener("click", chooseDay);
document.addEventListener("scroll", () => tip?.remove(), { passive: true });
