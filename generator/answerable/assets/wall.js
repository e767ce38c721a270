// The page for a screen on a wall. It is loaded anew every five minutes, but only from a site that answers, since a browser's
// error page would stay there. When nobody has confirmed it in time it says that nothing is known.
const RELOAD = 300_000;
const TICK = 30_000;
const until = Date.parse(document.body.dataset.until);
const opened = Date.now();

function doubt() {
  for (const node of document.querySelectorAll(".box, .box p")) node.className = node.localName === "p" ? "unknown" : "box unknown";
  document.getElementById("status")?.remove();
  document.getElementById("unknown").hidden = false;
}

async function look() {
  if (!(Date.now() < until)) doubt();
  if (Date.now() - opened < RELOAD) return;
  try {
    const answer = await fetch(location.href, { cache: "no-cache" });
    if (answer.ok) location.reload();
  } catch {
    // The next tick asks again.
  }
}

look();
setInterval(look, TICK);
