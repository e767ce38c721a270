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
    // In a sandboxed frame the site is another origin, and whether an answer is right cannot be seen there.
    const mode = self.origin === "null" ? "no-cors" : "same-origin";
    const answer = await fetch(location.href, { cache: "no-cache", mode });
    if (answer.ok || answer.type === "opaque") location.reload();
  } catch {
    // The next tick asks again.
  }
}

look();
setInterval(look, TICK);
