// What is shown from an instant on, until one, or while a window is open.
const outside = (from, until, now) => now < instant(from) || now >= instant(until);

function showWindows(now) {
  for (const node of all("[data-a-from],[data-a-until]")) {
    node.hidden = outside(node.dataset.aFrom, node.dataset.aUntil, now);
  }
  for (const node of all("[data-a-windows]")) {
    const holding = windowsOf(node).find(([from, until]) => from && !outside(from, until, now));
    node.hidden = !holding;
    if (!holding) continue;
    const own = (selector) => all(selector, node).filter((words) => words.closest("[data-a-windows]") === node);
    for (const words of own("[data-a-end]")) sayEnd(words, holding[1]);
    for (const words of own("[data-a-endless]")) words.hidden = Boolean(holding[1]);
  }
  for (const list of all("[data-a-ways]")) showBest(list);
}

// Each instant is a date or the minutes since the one before it; an end may be missing.
function windowsOf(node) {
  let before = NaN;
  const read = (text) => (text ? (before = text[0] === "+" ? before + text * 60_000 : instant(text)) : NaN);
  return node.dataset.aWindows.split(" ").map((pair) => pair.split("/").map(read));
}

// Of several ways to reach somebody: one that is open, else the one that opens first, if that is before the notice ends.
function showBest(list) {
  const ways = all("[data-a-way]", list).filter((way) => !way.hidden);
  const opens = (within) => instant(within.querySelector("[data-a-end] time")?.dateTime);
  const own = opens(list.parentElement);
  const shut = ways.filter((way) => way.dataset.aWay !== "open" && !(opens(way) >= own)).sort((a, b) => opens(a) - opens(b));
  const best = ways.find((way) => way.dataset.aWay === "open") || shut.find((way) => opens(way));
  for (const way of ways) way.hidden = way !== best;
}

// The sentence about a window's end, such as the next opening; where the end is not known another one stands.
function sayEnd(words, end) {
  const time = words.querySelector("time");
  words.hidden = !end || !time;
  if (!time || instant(time.dateTime) === end) return;
  time.dateTime = end ? new Date(end).toISOString() : "";
  time.title = time.textContent = "";
}

function nextBoundary(now) {
  const nodes = all("[data-a-from],[data-a-until]").map((node) => [node.dataset.aFrom, node.dataset.aUntil]);
  const pinned = (notices ? notices.notices : []).map((notice) => [notice.from, notice.until]);
  const windows = all("[data-a-windows]").flatMap(windowsOf);
  const ends = [...nodes, ...pinned, ...windows].flat().map(instant).concat(promised, believable);
  return Math.min(...ends.filter((at) => at > now), now + TICK);
}
