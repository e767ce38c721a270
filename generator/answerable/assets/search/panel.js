// The results below the search box: as somebody types, the newest first, reached with the arrow keys.
const BATCH = 10;
const PAUSE = 80; // milliseconds without a key after which it is looked for
const WORD = /([\p{L}\p{N}\p{M}\u200c'’"״-]+)/u;

settings = readSettings(document) || { root: "/" };
const index = openIndex(`${settings.root}search/`, document.currentScript.index);
let fold = null;
let about = null;
let search = null; // the one that is shown
let waiting = 0;

const field = () => document.querySelector("[data-a-search] input");
const part = (name) => document.querySelector(`[data-a-search] [data-a-found="${name}"]`);
const count = (number, forms) => {
  const form = forms[new Intl.PluralRules(locale()).select(number)] ?? forms.other ?? Object.values(forms)[0];
  return form.replace("#", new Intl.NumberFormat(locale()).format(number));
};

function element(name, className, ...inner) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...inner);
  return node;
}

function marked({ words, keys }, text) {
  const starts = words.map(({ beginning }) => beginning).filter(Boolean);
  const hit = (word) => [...fold.keys(word)].some((key) => keys.has(key) || starts.some((start) => key.startsWith(start)));
  return text.split(WORD).map((piece, place) => (place % 2 && hit(piece) ? element("mark", "", piece) : piece));
}

function item(of, { address, title, day, text }) {
  const name = element("span", "a-found__title", ...marked(of, title));
  const when = day ? [element("span", "a-found__day", day)] : [];
  const words = element("span", "a-found__text", ...marked(of, text));
  for (const node of [name, words]) node.dir = "auto";
  const made = part("result").content.firstElementChild.cloneNode(true);
  const link = made.querySelector("a");
  link.href = settings.root + address;
  link.firstElementChild.append(name, ...when, words);
  return made;
}

function say(words) {
  part("line").textContent = words;
}

function sayCount({ results, done, some }) {
  const { words } = about;
  const number = done ? count(results.length, words.results) : count(ENOUGH, { other: words.more });
  say(results.length ? [some ? words.some : "", number].filter(Boolean).join(" ") : words.none);
}

// Shows up to so many results; those of a search that another one has replaced are dropped.
async function show(of, most) {
  const next = of.results.slice(of.shown, most);
  of.shown += next.length;
  const items = (await Promise.all(next.map(index.shown))).map((each) => item(of, each));
  if (of !== search) return;
  if (!of.cleared) part("list").replaceChildren();
  of.cleared = true;
  part("list").append(...items);
}

async function pull(of) {
  const { value, done } = await of.source.next();
  of.done = done;
  of.results.push(...(value || []));
}

async function find(of) {
  const { labels, year } = chosen();
  for (let least = of.words.length; least > 0 && !of.results.length && of === search; least -= 1) {
    Object.assign(of, { source: index.results(of.words, { labels, year }, least), done: false, some: least < of.words.length });
    while (!of.done && of.results.length <= ENOUGH && of === search) {
      await pull(of);
      if (of === search && of.shown < BATCH && of.results.length) await show(of, BATCH);
    }
  }
  if (of !== search) return;
  if (!of.results.length) part("list").replaceChildren();
  sayCount(of);
}

function meant({ days, rest }) {
  const beginning = fold.beginning(rest);
  const words = fold.alternatives(rest).map((keys, place, all) => ({ keys, beginning: place === all.length - 1 ? beginning : "" }));
  return [...days.map((each) => ({ keys: each.map((day) => [dayKey(day)]), beginning: "" })), ...words];
}

async function start(query) {
  about = await index.about();
  fold ||= folding(about.rules);
  offer(about.filters);
  const [language] = locale().split("-u-");
  for (const reading of readings(query, fold, language)) {
    const words = meant(reading);
    const of = { words, keys: new Set(words.flatMap(({ keys }) => keys.flat())), results: [], shown: 0, done: true };
    search = of;
    await find(of);
    if (of !== search || of.results.length) return;
  }
}

// A site that was built anew meanwhile has other files: once more with its present index.
async function run() {
  const query = field().value.trim();
  search = null;
  if (!query) {
    part("list").replaceChildren();
    say(part("line").dataset.aAtFirst);
    return;
  }
  try {
    await start(query).catch(() => {
      index.forget();
      return start(query);
    });
  } catch {
    say(part("line").dataset.aFailed);
  }
}

async function more() {
  const of = search;
  if (!of || of.busy) return;
  of.busy = true;
  if (!of.done && of.results.length < of.shown + BATCH) await pull(of);
  await show(of, of.shown + BATCH);
  of.busy = false;
  if (of === search && of.done) sayCount(of);
}

function chosen() {
  const values = all("select", part("filters")).filter(({ value }) => value);
  const year = values.find(({ name }) => name === "year")?.value;
  return { year, labels: values.filter(({ name }) => name !== "year").map(({ value }) => value) };
}

function offer(filters) {
  const place = part("filters");
  if (place.childElementCount) return;
  for (const { name, all: every, choices } of filters) {
    const select = element("select", "", new Option(every, ""), ...choices.map(([value, words]) => new Option(words, value)));
    select.name = name;
    select.setAttribute("aria-label", every);
    place.append(select);
  }
  place.setAttribute("aria-label", about.words.filters);
  place.hidden = !filters.length;
}

function step(down) {
  const stops = [field(), ...all("a", part("list"))];
  const now = stops.indexOf(document.activeElement);
  const next = stops[(Math.max(now, 0) + (down ? 1 : stops.length - 1)) % stops.length];
  if (down && next === stops[stops.length - 1]) more();
  next.focus();
}

function onKey(event) {
  const inResults = event.target.matches("a, input");
  if (!inResults || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(event.key === "ArrowDown");
  } else if (event.key === "Enter" && event.target === field()) {
    event.preventDefault();
    part("list").querySelector("a")?.click();
  } else if (event.key.length === 1) field().focus();
}

const within = (listen) => (event) => event.target.closest?.("[data-a-search]") && listen(event);
document.addEventListener("keydown", within(onKey));
document.addEventListener("change", within(({ target }) => target.matches("select") && run()));
document.addEventListener("input", within(({ target }) => {
  if (!target.matches("input")) return;
  clearTimeout(waiting);
  waiting = setTimeout(run, PAUSE);
}));
document.addEventListener("scroll", within(({ target }) => {
  if (target.scrollTop + 2 * target.clientHeight > target.scrollHeight) more();
}), true);
run();
