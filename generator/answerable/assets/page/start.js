// When all of it happens: at each boundary, each half minute, and whenever the reader comes back.
const TICK = 30_000; // also after sleep, since timers stand still meanwhile
const REFRESH = 60_000;
let settingsNode = null;
let refreshedAt = 0;
let refreshing = false;
let timer = 0;

// The theme asks for a site map beside each alternate link; feeds have none, and translations are linked page to page.
for (const link of all('link[rel="alternate"]')) link.rel = link.type ? "alternate feed" : "alternate language";

function show() {
  const now = Date.now() + ahead;
  clearTimeout(timer);
  timer = setTimeout(tick, nextBoundary(now) - now);
  guard(now); // first: whatever a browser cannot do with the rest, nothing is green that is not known
  showPinned(now);
  showWindows(now);
  showTimes(now);
  sayTitle();
}

async function refresh() {
  if (refreshing || document.visibilityState !== "visible" || Math.abs(Date.now() - refreshedAt) < REFRESH) return;
  refreshing = true;
  refreshedAt = Date.now();
  // Each on its own: the one that fails must not keep the others from being shown.
  const page = document.querySelector("[data-a-status],[data-a-live]") ? askFreshness().then(refreshPage) : null;
  await Promise.allSettled([page, askPinned()]);
  refreshing = false;
  show();
}

function tick() {
  show();
  refresh();
}

// Messengers cut long links in the middle of a letter.
function fragment() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

// A link may lead to something that is folded away; older browsers do not unfold it by themselves.
function unfold() {
  const aim = document.getElementById(fragment());
  const folded = [];
  for (let node = aim?.closest("details:not([open])"); node; node = node.parentElement.closest("details:not([open])")) folded.push(node);
  for (const details of folded) details.open = true;
  if (folded.length) aim.scrollIntoView();
}

function start() {
  const node = document.getElementById("answerable");
  if (!node || node === settingsNode) return;
  settingsNode = node;
  settings = readSettings(document) || { root: "/" };
  originals = remember(document);
  promised = instant(settings.promised);
  shownNotices = null;
  refreshedAt = 0;
  unfold();
  tick();
  askedFor();
}

for (const event of ["pageshow", "focus", "online"]) addEventListener(event, () => settingsNode && tick());
for (const event of ["visibilitychange", "resume"]) document.addEventListener(event, () => settingsNode && tick());
addEventListener("hashchange", unfold);
start();
// Material's instant loading; its script comes after this one.
addEventListener("DOMContentLoaded", () => window.document$?.subscribe(start));
