// Finds entries in the index of `publish/search/`, loading the files with the typed words and no others.
const ENOUGH = 50; // results after which nothing more is loaded until somebody wants more
const SHOWN = 64; // entries in a file of what results show, as in `publish/search/`
const LONGEST = 4; // files of one period in which words that begin as typed are looked for
const WORD_WEIGHT = 1000; // of an entry, for each word that it has; so many words are never typed
const LAST = 2 ** 24; // more than the entries of a period

// `first` is the answer of the host with the list of periods, which was asked for together with this script.
function openIndex(folder, first) {
  const loaded = new Map();

  function load(path) {
    if (!loaded.has(path)) {
      const isList = path === "index.json";
      const asked = (isList && first) || ask(folder + path, isList ? "no-cache" : "default");
      const answer = asked.then((got) => {
        if (!got.ok) throw new Error(`${got.status}: ${path}`);
        return got.json();
      });
      if (isList) first = null;
      answer.catch(() => loaded.delete(path));
      loaded.set(path, answer);
    }
    return loaded.get(path);
  }

  // What stands in one period at a key, and at the keys that begin with something if they are in few files; or in the
  // list of words of earlier periods, which is made in the same way.
  async function values(period, key, beginning) {
    const file = (word) => period.starts.filter((start) => start <= word).length - 1;
    const places = new Set([file(key)]);
    const [from, to] = beginning ? [Math.max(file(beginning), 0), file(`${beginning}\uffff`)] : [0, -1];
    const areFew = to - from < LONGEST;
    if (areFew) for (let place = from; place <= to; place += 1) places.add(place);
    const there = [...places].filter((place) => place >= 0);
    const files = await Promise.all(there.map((place) => load(`periods/${period.path}/${place}.json`)));
    const isMeant = (word) => word === key || (beginning && word.startsWith(beginning));
    return { areFew, found: files.flatMap((one) => Object.keys(one).filter(isMeant).map((word) => one[word])) };
  }

  // The entries with a key, by number: 2 if it is in the title, else 1.
  async function withKey(period, key, beginning) {
    const found = new Map();
    for (const list of (await values(period, key, beginning)).found) {
      let number = -1;
      for (const difference of list) {
        number += Math.abs(difference);
        if (difference < 0) found.set(number, 2);
        else if (!found.has(number)) found.set(number, 1);
      }
    }
    return found;
  }

  async function withWord(period, { keys, beginning }) {
    const all = await Promise.all(keys.map((alternative, place) => Promise.all(alternative.map((key) => withKey(period, key, place === 0 ? beginning : "")))));
    if (all.length === 1 && all[0].length === 1) return all[0][0];
    const found = new Map();
    for (const [first, ...others] of all) {
      for (const [entry, weight] of first) {
        if (others.every((other) => other.has(entry))) found.set(entry, Math.max(found.get(entry) || 0, weight));
      }
    }
    return found;
  }

  // The entries of a period with at least so many of the words, and all labels: those first that have them in the title.
  async function inPeriod(period, words, labels, least) {
    const wanted = [...words, ...labels];
    const all = await Promise.all(wanted.map((word) => withWord(period, word)));
    const [ofWords, ofLabels] = [all.slice(0, words.length), all.slice(words.length)];
    const weights = new Map();
    for (const found of ofWords) {
      for (const [entry, weight] of found) weights.set(entry, (weights.get(entry) || 0) + WORD_WEIGHT + weight);
    }
    const good = [];
    for (const [entry, weight] of weights) {
      if (weight >= least * WORD_WEIGHT && ofLabels.every((found) => found.has(entry))) good.push((WORD_WEIGHT - (weight % WORD_WEIGHT)) * LAST + entry);
    }
    return Array.from(Float64Array.from(good).sort(), (one) => ({ period, entry: one % LAST })); // numbers sort quickly
  }

  // A function that tells whether the period at a place of the earlier ones may have a word.
  async function inEarlier(earlier, { keys, beginning }) {
    const all = await Promise.all(keys.map((alternative, place) => Promise.all(alternative.map((key) => values(earlier, key, place === 0 ? beginning : "")))));
    const has = (place) => ({ areFew, found }) => !areFew || found.some((bits) => Math.floor(bits / 2 ** place) % 2);
    return (place) => all.some((alternative) => alternative.every(has(Math.min(place, earlier.last))));
  }

  // Yields results, the newest period first. In the newest ones the words are looked for at once; meanwhile it is looked up
  // which of the earlier ones have them. Of those, ever more are looked at until there are some.
  async function* results(words, { labels, year }, least) {
    const { periods, newest, earlier } = await load("index.json");
    const chosen = labels.map((label) => ({ keys: [[label]], beginning: "" }));
    let left = periods.map((period, place) => ({ ...period, place: place - newest })).filter((period) => !year || `${period.year}` === year);
    const asked = Promise.all(left.length > newest ? [...words, ...chosen].map((word) => inEarlier(earlier, word)) : []);
    asked.catch(() => {}); // who still waits for it hears of it below
    for (let size = newest; left.length; size *= 2) {
      const found = await Promise.all(left.splice(0, size).map((period) => inPeriod(period, words, chosen, least)));
      yield found.flat();
      if (size > newest) continue;
      const have = await asked;
      const count = (of, place) => of.filter((has) => has(place)).length;
      left = left.filter(({ place }) => count(have.slice(0, words.length), place) >= least && count(have.slice(words.length), place) === labels.length);
    }
  }

  async function shown({ period, entry }) {
    const file = await load(`periods/${period.path}/d${Math.floor(entry / SHOWN)}.json`);
    const [address, title, day, text] = file[entry % SHOWN];
    return { address, title, day, text };
  }

  return { about: () => load("index.json"), forget: () => loaded.clear(), results, shown };
}
