// A notice on other sites while something is pinned here. It keeps nothing, names nothing, and sets no HTML from text.
// In ASCII only: a page of another encoding reads it right too.
(() => {
  "use strict";
  const SITE = "__SITE__";
  const STYLE = "__STYLE__";
  const ASK = 300_000;
  const TICK = 30_000; // also after sleep, since timers stand still meanwhile
  const PATIENCE = 60_000;
  const BUSY = [408, 425, 429];
  const MOST = 3;
  const CHECK = "M12 3a9 9 0 1 0 .1 0M8 12.5l2.8 2.8 5.5-5.8";
  const WARN = "M12 3.5 21.5 20h-19zM12 10v4.5M12 17v.2";
  const script = document.currentScript; // a module has none
  const base = new URL("./", script?.dataset.site || script?.src || SITE.url);
  const twin = () => [...document.scripts].some((other) => other !== script && other.src === script?.src && other.dataset.on);
  if (twin()) return;
  if (script) script.dataset.on = "yes";
  const closed = new Set();
  let fresh = null;
  let notices = [];
  let askedAt = -ASK;
  let host = null;
  let box, said;
  let shown = "";

  const add = (parent, name, words = "", attributes = {}) => {
    const node = parent.appendChild(name === "svg" || name === "path" ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name));
    node.textContent = words;
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };

  // Nothing where the line is bad or the host too busy, null where what it says is broken. A host that stops within its
  // answer is given up: browsers have few connections to each.
  async function get(name) {
    const end = new AbortController();
    setTimeout(() => end.abort(), PATIENCE);
    let answer, text;
    try {
      answer = await fetch(new URL(name, base), { cache: "no-cache", credentials: "omit", signal: end.signal });
      text = await answer.text(); // read in any case, so that the connection is free again
    } catch {
      return;
    }
    if (answer.status >= 500 || BUSY.includes(answer.status)) return;
    try {
      return (answer.ok && JSON.parse(text)) || null;
    } catch {
      return null;
    }
  }

  async function ask() {
    askedAt = Date.now();
    const [age, pinned] = await Promise.all([get("freshness.json"), get("pinned.json")]);
    const found = pinned?.notices;
    if (isSure() && Date.parse(age?.built_at) < Date.parse(fresh.built_at)) return; // an edge of a CDN with an older build
    if (Array.isArray(found)) notices = found.filter((n) => n?.title && Date.parse(n.at));
    if (age === null || (pinned !== undefined && !Array.isArray(found))) fresh = null; // what is shown is no longer confirmed
    else if (age && pinned) fresh = age; // on a bad line the last promise holds until it is over
    show();
  }

  // A build from the future has a wrong clock; readers' clocks are often an hour off.
  const isSure = () => Date.now() < Date.parse(fresh?.believe_until) && !(Date.parse(fresh.built_at) > Date.now() + 3_600_000);

  // Absence says nothing: no notice is shown while all is well, and none while nothing is known.
  function show() {
    const now = Date.now();
    const holding = notices.filter((n) => !(now < Date.parse(n.from)) && !(now >= Date.parse(n.until)) && !closed.has(n.id + n.at)).slice(0, MOST);
    const sure = isSure();
    const key = JSON.stringify([holding, sure || fresh?.built_at]);
    if (host && !host.isConnected && !place()) host = null; // the page was made anew around it
    if (key === shown && (host || !holding.length)) return;
    shown = key;
    if (!holding.length) {
      host?.remove();
      host = null;
    } else if (host || make()) {
      box.className = `box ${sure ? holding[0].tone : "unknown"}`;
      setTimeout(fill, 100, holding, sure); // what a status region holds when it comes is not read out
    }
  }

  function make() {
    host = document.createElement("answerable-notice");
    host.dir = SITE.dir;
    host.lang = SITE.lang;
    host.dataset.from = base;
    host.dataset.place = script?.dataset.place || "bottom";
    const root = host.attachShadow({ mode: "open" });
    try {
      const sheet = new CSSStyleSheet(); // a policy for styles does not concern it
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch {
      add(root, "style", STYLE); // Safari before 16.4
    }
    box = add(root, "div", "", { class: "box" });
    said = add(box, "div", "", { class: "words", role: "status" });
    add(box, "button", "\u2715", { type: "button", "aria-label": SITE.close }).onclick = close;
    if (!place()) host = null;
    return host;
  }

  // One notice of one site on a page, however many tags there are.
  function place() {
    if (document.querySelector(`answerable-notice[data-from="${base}"]`)) return false;
    if (host.dataset.place === "here" && script?.isConnected) script.after(host);
    else (document.body || document.documentElement).append(host);
    return true;
  }

  function fill(holding, sure) {
    const { href } = host?.shadowRoot.activeElement || {};
    said.textContent = "";
    for (const notice of holding) {
      const line = add(said, "p", "", { class: sure ? notice.tone : "unknown" });
      const icon = add(line, "svg", "", { viewBox: "0 0 24 24", "aria-hidden": "true" });
      add(icon, "path", "", { d: notice.tone === "resolved" ? CHECK : WARN });
      const words = add(line, "span");
      if (notice.state) add(words, "b", `${notice.state}: `);
      add(words, "a", notice.title, { href: /^https?:/.test(notice.url) ? notice.url : base, target: "_blank", rel: "noopener", lang: notice.lang, dir: "auto" });
    }
    const last = add(said, "small", sure ? SITE.updated.replace("%(time)s", time(holding[0].at)) : SITE.unsure.replace("%(time)s", time(fresh?.built_at, holding[0].at)));
    last.append(SITE.dot);
    add(last, "a", SITE.name, { href: base, target: "_blank", rel: "noopener" });
    if (href) [...said.querySelectorAll("a")].find((link) => link.href === href)?.focus({ preventScroll: true });
  }

  const time = (at, or) => new Intl.DateTimeFormat(`${SITE.lang}-u-ca-${SITE.calendar}`, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(Date.parse(at) || Date.parse(or));

  function close() {
    for (const notice of notices) closed.add(notice.id + notice.at);
    show();
  }

  function tick() {
    if (!script?.isConnected && twin()) {
      // A page that changes without loading has run another tag: that one goes on.
      clearInterval(ticking);
      document.removeEventListener("visibilitychange", tick);
      host?.remove();
      return;
    }
    show();
    if (document.visibilityState === "visible" && Math.abs(Date.now() - askedAt) >= ASK) ask();
  }

  document.addEventListener("visibilitychange", tick);
  const ticking = setInterval(tick, TICK);
  ask();
})();
