// The guard against age: a page that nobody has confirmed in time says that nothing is known.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BUSY = [408, 425, 429]; // a host that would rather be asked later

let promised = NaN; // until when this page may be believed, by its own word
let believable = NaN; // the same, by freshness.json
let heard = NaN; // when the build was made of which freshness.json spoke
let fresh = "unasked"; // unasked, known, unreachable, broken
let ahead = 0; // how far the world's clock is ahead of the reader's, as the host's answers say

function isStale(now) {
  if (fresh === "broken" || now >= promised || now >= believable) return true;
  if (isAhead(instant(settings.built), now) || isAhead(heard, now)) return true;
  return fresh === "unreachable" && Number.isNaN(promised) && Number.isNaN(believable);
}

// A build from the future has a wrong clock, and its promise would hold for years. Readers' clocks are often an hour off.
const isAhead = (built, now) => built > now + HOUR;

function guard(now) {
  const status = document.querySelector("[data-a-status]");
  if (!status) return;
  const html = document.documentElement;
  const stale = isStale(now);
  if (stale && !document.querySelector("[data-a-unknown]")) status.append(unknownMark());
  for (const node of all("[data-a-unknown]")) {
    if (stale && node.hidden) sayUnknown(node, now);
    node.hidden = !stale;
  }
  html.toggleAttribute("data-a-stale", stale);
}

function unknownMark() {
  const mark = document.createElement("strong");
  const time = document.createElement("time");
  time.dataset.aTime = "";
  mark.dataset.aUnknown = "";
  mark.hidden = true;
  mark.append(...sentence(settings.words?.not_known_since || "Not known since %(time)s", time));
  return mark;
}

function sayUnknown(mark, now) {
  const time = mark.querySelector("time");
  if (!time) return;
  time.dateTime = new Date(Math.min(now, ...[promised, believable].filter((at) => at <= now))).toISOString();
  time.title = "";
  time.textContent = "";
}

// The world's clock by the host's answer, NaN where it says nothing.
const worldOf = (headers) => Date.parse(headers.get("date")) + 1000 * (headers.get("age") || 0);

// A host that says nothing, half of it, or to come later is unreachable; what it says in full is known or broken.
// The file is never asked with "changed since": browsers join such an answer with the age of the copy they kept.
async function askFreshness() {
  let answer, text;
  try {
    answer = await ask(`${settings.root}freshness.json`, "no-store");
    text = await answer.text(); // read in any case, so that the connection is free again
  } catch {
    answer = null;
  }
  if (!answer || answer.status >= 500 || BUSY.includes(answer.status)) {
    if (fresh !== "broken") fresh = "unreachable"; // a bad line takes back nothing that the site said
    return null;
  }
  // A clock that is behind would believe an old build for days. Only ever forwards: an old answer of a cache has an old date.
  const world = worldOf(answer.headers);
  ahead = world - Date.now() > MINUTE ? world - Date.now() : 0;
  try {
    if (!answer.ok) throw new Error(String(answer.status));
    const facts = JSON.parse(text);
    const [built, until] = [Date.parse(facts.built_at), Date.parse(facts.believe_until)];
    // No host can have sent a build before it was made, whatever the reader's own clock says.
    fresh = Number.isNaN(until) || built > world + 5 * MINUTE ? "broken" : "known";
    if (Number.isNaN(until) || isBehind(built)) return null;
    [heard, believable] = [built, until];
    return facts;
  } catch {
    fresh = "broken";
    return null;
  }
}

// One edge of a CDN may still have an older build: that is no news, and takes back no promise that holds.
function isBehind(built) {
  const now = Date.now() + ahead;
  return !isStale(now) && [instant(settings.built), heard].some((known) => built < known && known <= now);
}
