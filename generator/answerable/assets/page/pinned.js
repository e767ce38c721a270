// The lines of pinned notices on pages of records, which do not carry them: one strip, so that nothing moves.
const LINES = 3;
let notices = null;
let shownNotices = null;
let emptyStrip = "";

async function askPinned() {
  if (!document.querySelector("[data-a-pinned]")) return;
  const answer = await ask(`${settings.root}pinned.json`);
  const text = await answer.text();
  const found = answer.ok ? JSON.parse(text) : null;
  if (!Array.isArray(found?.notices)) return;
  notices = { ...found, notices: found.notices.filter((notice) => typeof notice?.html === "string") };
}

function showPinned(now) {
  const place = document.querySelector("[data-a-pinned]");
  if (!place || !notices) return;
  if (shownNotices === null) emptyStrip = place.innerHTML;
  const here = document.querySelector('link[rel="canonical"]')?.href; // an incident's own page tells of it itself
  const isNews = (notice) => notice.tone !== "resolved" && !(here && notice.url === here);
  const holding = notices.notices.filter((notice) => isNews(notice) && !outside(notice.from, notice.until, now));
  const lines = holding.slice(0, LINES).map((notice) => notice.html);
  const html = lines.join("") + (notices.more?.[holding.length - LINES - 1] ?? "") || emptyStrip;
  if (html === shownNotices) return;
  shownNotices = html;
  keeping(place, () => ((place.innerHTML = html), place));
}
