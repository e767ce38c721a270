// News since the page was loaded: a newer build's live parts take the place of the old ones.
let originals = new Map(); // id -> the server's HTML of a live element, before times are rewritten

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
  if (!news || !isThisPage(page) || isOlder(instant(news.built))) return;
  const next = remember(page);
  for (const id of originals.keys()) if (!next.has(id)) document.getElementById(id)?.remove();
  for (const [id, html] of next) if (originals.get(id) !== html) replace(id, page.getElementById(id));
  originals = next;
  settings = news;
  promised = instant(news.promised);
}

// Older than this page, unless this page is of a build whose clock was ahead.
function isOlder(built) {
  const own = instant(settings.built);
  return Boolean(settings.built) && !(built >= own) && !isAhead(own, Date.now() + ahead);
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
