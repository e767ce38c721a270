// Resolves what depends on the reader's clock: local times, windows, the age of the page, and news since it was loaded.
(() => {
  "use strict";

  const TICK = 30_000; // also after sleep, since timers stand still meanwhile
  const REFRESH = 60_000;
  const NEAR = 12 * 3_600_000;
  const IN_FULL = 3;
  const PATIENCE = 60_000;
  const MINUTE = 60_000;
  const BUSY = [408, 425, 429]; // a host that would rather be asked later
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const instant = (at) => (typeof at === "number" ? at : at ? Date.parse(at) : NaN);

  // The theme asks for a site map beside each alternate link; feeds have none, and translations are linked page to page.
  for (const link of all('link[rel="alternate"]')) link.rel = link.type ? "alternate feed" : "alternate language";

  let settingsNode = null;
  let settings = {};
  let originals = new Map(); // id -> the server's HTML of a live element, before times are rewritten
  let promised = NaN; // until when this page may be believed, by its own word
  let believable = NaN; // the same, by freshness.json
  let heard = NaN; // when the build was made of which freshness.json spoke
  let fresh = "unasked"; // unasked, known, unreachable, broken
  let ahead = 0; // how far the world's clock is ahead of the reader's, as the host's answers say
  let notices = null;
  let shownNotices = "";
  let refreshedAt = 0;
  let refreshing = false;
  let timer = 0;

  // A host that never answers, or stops within its answer, must not keep the page waiting for ever.
  function patience() {
    if (AbortSignal.timeout) return AbortSignal.timeout(PATIENCE);
    const end = new AbortController(); // Safari before 16
    setTimeout(() => end.abort(), PATIENCE);
    return end.signal;
  }

  function ask(address, cache = "no-cache") {
    // Who is led to another host, such as a login of the train, has heard nothing of this one.
    return fetch(address, { cache, mode: "same-origin", credentials: "same-origin", signal: patience() });
  }

  function readSettings(page) {
    try {
      return JSON.parse(page.getElementById("answerable").textContent);
    } catch {
      return null;
    }
  }

  // --- times ---------------------------------------------------------------------------------------------------

  function locale() {
    const wanted = settings.language || document.documentElement.lang || "en";
    const own = (navigator.languages || []).find((name) => name.split("-")[0] === wanted.split("-")[0] && isLocale(name));
    return `${own || wanted}-u-ca-gregory`; // the calendar in which the server printed
  }

  // Some readers' own names cannot be extended, such as `en-US@posix` and `fa-u-nu-latn`.
  function isLocale(name) {
    try {
      return Intl.getCanonicalLocales(`${name}-u-ca-gregory`).length > 0;
    } catch {
      return false;
    }
  }

  const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const DATE = { day: "numeric", month: "short", ...CLOCK };
  const STYLES = {
    year: { ...DATE, month: "long", year: "numeric" },
    date: DATE,
    clock: CLOCK,
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
  const inCase = (style) => (style.weekday && /^(ru|uk|be)\b/.test(locale()) ? { ...style, weekday: "short" } : style);

  // No more of a date than tells it apart: for hours near by the time and how far off it is, else the day, else the year.
  function absolute(at, style, now) {
    if (style === "moment" && new Date(at).toDateString() === new Date(now).toDateString()) return print(at, "clock");
    if (style === "moment" && Math.abs(at - now) >= 6 * 86_400_000) return print(at, "far"); // a weekday alone would be this week's
    if (STYLES[style]) return print(at, style);
    if (Math.abs(at - now) < NEAR && Intl.RelativeTimeFormat) return list([print(at, "clock"), relative(at, now)]);
    return print(at, new Date(at).getFullYear() === new Date(now).getFullYear() ? "date" : "year");
  }

  // Browsers have no comma here in some languages, such as Russian.
  const list = (words) => words.join(settings.words?.comma ?? ", ");

  function relative(at, now) {
    if (!Intl.RelativeTimeFormat) return print(at, "date"); // Safari before 14
    const seconds = Math.round((at - now) / 1000);
    if (Math.abs(seconds) < 60) return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(0, "second"); // `now`
    const [unit, size] = [["day", 86_400], ["hour", 3_600]].find(([, s]) => Math.abs(seconds) >= s) || ["minute", 60];
    const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
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

  // --- windows -------------------------------------------------------------------------------------------------

  const outside = (from, until, now) => now < instant(from) || now >= instant(until);

  function showWindows(now) {
    for (const node of all("[data-a-from],[data-a-until]")) {
      node.hidden = outside(node.dataset.aFrom, node.dataset.aUntil, now);
    }
    for (const node of all("[data-a-windows]")) {
      const holding = windowsOf(node).find(([from, until]) => from && !outside(from, until, now));
      node.hidden = !holding;
      if (!holding) continue;
      const ends = all("[data-a-end]", node).filter((end) => end.closest("[data-a-windows]") === node);
      for (const end of ends) sayEnd(end, holding[1]);
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

  // The words about a window's end, such as the next opening; there are none where the end is not known.
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

  // --- the guard against age -----------------------------------------------------------------------------------

  function isStale(now) {
    if (fresh === "broken" || now >= promised || now >= believable) return true;
    return fresh === "unreachable" && Number.isNaN(promised) && Number.isNaN(believable);
  }

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
    mark.append(`${(settings.words || {}).not_known_since || "Not known since"} `, time);
    return mark;
  }

  function sayUnknown(mark, now) {
    const time = mark.querySelector("time");
    if (!time) return;
    time.dateTime = new Date(Math.min(now, ...[promised, believable].filter((at) => at <= now))).toISOString();
    time.title = "";
    time.textContent = "";
  }

  // A clock that is behind would believe an old build for days. Only ever forwards: an old answer of a cache has an old date.
  function aheadOf(headers) {
    const world = Date.parse(headers.get("date")) + 1000 * (headers.get("age") || 0);
    return world - Date.now() > MINUTE ? world - Date.now() : 0;
  }

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
    ahead = aheadOf(answer.headers);
    try {
      if (!answer.ok) throw new Error(String(answer.status));
      const facts = JSON.parse(text);
      const [built, until] = [Date.parse(facts.built_at), Date.parse(facts.believe_until)];
      fresh = Number.isNaN(until) ? "broken" : "known";
      if (fresh === "broken" || isBehind(built)) return null;
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

  // --- news since the page was loaded --------------------------------------------------------------------------

  function remember(page) {
    return new Map(all("[data-a-live][id]", page).map((node) => [node.id, node.outerHTML]));
  }

  async function refreshPage(facts) {
    if (!facts || !originals.size || (settings.built && instant(facts.built_at) === instant(settings.built))) return;
    const node = settingsNode;
    const answer = await ask(location.href.split("#")[0]);
    const text = await answer.text();
    if (!answer.ok || node !== settingsNode) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    const news = readSettings(page);
    if (!news || !isThisPage(page) || (settings.built && !(instant(news.built) >= instant(settings.built)))) return;
    const next = remember(page);
    for (const id of originals.keys()) if (!next.has(id)) document.getElementById(id)?.remove();
    for (const [id, html] of next) if (originals.get(id) !== html) replace(id, page.getElementById(id));
    originals = next;
    settings = news;
    promised = instant(news.promised);
  }

  // Hosts answer with their first page or with an error page and code 200, and with pages that end in the middle: our
  // script stands at the end of each page.
  function isThisPage(page) {
    const address = (within) => within.querySelector('link[rel="canonical"]')?.href;
    return address(page) === address(document) && page.querySelector('script[src*="answerable."]') !== null;
  }

  function replace(id, found) {
    const old = document.getElementById(id);
    const fresh = document.importNode(found, true);
    if (!old) return insert(found, fresh);
    keeping(old, () => (old.replaceWith(fresh), fresh));
  }

  // What the reader unfolded stays unfolded, and the focus stays where it was.
  function keeping(old, change) {
    const name = (details) => details.id || details.textContent;
    const open = new Map(all("details", old).map((details) => [name(details), details.open]));
    const focus = old.contains(document.activeElement) ? pathOf(document.activeElement, old) : null;
    const fresh = change();
    for (const details of all("details", fresh)) details.open = open.get(name(details)) ?? details.open;
    focus?.(fresh)?.focus({ preventScroll: true });
  }

  // The same link, summary or button in the new content: by its id, else by its address, else by its place.
  function pathOf(active, old) {
    const place = all(active.localName, old).indexOf(active);
    const href = active.getAttribute("href");
    const { id, localName } = active;
    return (within) => {
      const alike = all(localName, within);
      return alike.find((node) => id && node.id === id) || alike.find((node) => href && node.getAttribute("href") === href) || alike[place];
    };
  }

  // A live element that was not on the page: put it before the next, or after the last, neighbour that is.
  function insert(found, fresh) {
    for (const [step, put] of [["nextElementSibling", "before"], ["previousElementSibling", "after"]]) {
      for (let node = found[step]; node; node = node[step]) {
        const neighbour = node.id && document.getElementById(node.id);
        if (neighbour) return neighbour[put](fresh);
      }
    }
    return document.querySelector("article, main, body").prepend(fresh);
  }

  // --- pinned notices on pages that do not carry them ----------------------------------------------------------

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

  // --- the state in the tab ------------------------------------------------------------------------------------

  function sayTitle() {
    if (!settings.site) return;
    const stale = document.documentElement.hasAttribute("data-a-stale");
    const whole = document.querySelector(`#a-band ${stale ? "[data-a-unknown]" : ".a-band__known:not([hidden])"} strong`);
    const part = document.querySelector(`#c-status > ${stale ? "[data-a-unknown]" : "span:not([hidden])"}`);
    const name = document.querySelector("h1");
    const unseen = document.querySelector("h1.a-hidden-title"); // what screen readers read first
    if (whole && unseen) unseen.textContent = whole.textContent.trim();
    if (whole) document.title = `${whole.textContent.trim()} \u2014 ${settings.site}`;
    else if (part && name) document.title = `${part.textContent.trim()}: ${name.textContent.trim()} - ${settings.site}`;
  }

  // --- when ----------------------------------------------------------------------------------------------------

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
    shownNotices = "";
    refreshedAt = 0;
    unfold();
    tick();
  }

  for (const event of ["pageshow", "focus", "online"]) addEventListener(event, () => settingsNode && tick());
  for (const event of ["visibilitychange", "resume"]) document.addEventListener(event, () => settingsNode && tick());
  addEventListener("hashchange", unfold);
  start();
  // Material's instant loading; its script comes after this one.
  addEventListener("DOMContentLoaded", () => window.document$?.subscribe(start));
})();
