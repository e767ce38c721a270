// Pinned notices on pages that do not carry them.
const IN_FULL = 3;
let notices = null;
let shownNotices = "";

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
  const holding = notices.notices.filter((notice) => !outside(notice.from, notice.until, now));
  const cards = holding.slice(0, IN_FULL).map((notice) => notice.html);
  const html = cards.join("") + (notices.more?.[holding.length - IN_FULL - 1] ?? "");
  if (html === shownNotices) return;
  shownNotices = html;
  place.classList.toggle("a-notices", html !== "");
  keeping(place, () => ((place.innerHTML = html), place));
}
