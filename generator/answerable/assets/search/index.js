// Finds entries in the index of `publish/search/`, loading the files with the typed words and no others.
const ENOUGH = 50; // results after which nothing more is loaded until somebody wants more
const SHOWN = 64; // entries in a file of what results show, as in `publish/search/`
const FIRST = 4; // periods in which it is looked at once, and then in twice as many
const LONGEST = 4; // files of one period in which words that begin as typed are looked for

function openIndex(folder) {
  const loaded = new Map();

  function load(path) {
    if (!loaded.has(path)) {
      const answer = ask(folder + path, path === "index.json" ? "no-cache" : "default").then((got) => {
        if (!got.ok) throw new Error(`${got.status}: ${path}`);
        return got.json();
      });
      answer.catch(() => loaded.delete(path));
      loaded.set(path, answer);
    }
    return loaded.get(path);
  }

  // The lists of a key, and of the keys that begin with something, in one period.
  async function lists(period, key, beginning) {
    const file = (word) => period.starts.filter((start) => start <= word).length - 1;
    const places = new Set([file(key)]);
    if (beginning) {
      const [from, to] = [Math.max(file(beginning), 0), file(`${beginning}\uffff`)];
      if (to - from < LONGEST) for (let place = from; place <= to; place += 1) places.add(place);
    }
    const there = [...places].filter((place) => place >= 0);
    const files = await Promise.all(there.map((place) => load(`periods/${period.path}/${place}.json`)));
    const isMeant = (word) => word === key || (beginning && word.startsWith(beginning));
    return files.flatMap((found) => Object.keys(found).filter(isMeant).map((word) => found[word]));
  }

  // The entries with a key, by number: 2 if it is in the title, else 1.
  async function withKey(period, key, beginning) {
    const found = new Map();
    for (const list of await lists(period, key, beginning)) {
      let number = 0;
      for (const difference of list) {
        number += difference;
        found.set(number >> 1, Math.max(found.get(number >> 1) || 0, 1 + (number & 1)));
      }
    }
    return found;
  }

  async function withWord(period, { keys, beginning }) {
    const all = await Promise.all(keys.map((alternative, place) => Promise.all(alternative.map((key) => withKey(period, key, place === 0 ? beginning : "")))));
    const found = new Map();
    for (const [first, ...others] of all) {
      for (const [entry, weight] of first) {
        if (others.every((other) => other.has(entry))) found.set(entry, Math.max(found.get(entry) || 0, weight));
      }
    }
    return found;
  }

  const length = ({ keys }) => Math.max(...keys.flat().map((key) => key.length));

  // The entries with each word. Where all words are wanted, a word that none has spares loading those of the others.
  async function withWords(period, words, sparing) {
    if (!sparing) return Promise.all(words.map((word) => withWord(period, word)));
    const found = [];
    for (const word of [...words].sort((one, other) => length(other) - length(one))) {
      found.push(await withWord(period, word));
      if (!found[found.length - 1].size) return [];
    }
    return found;
  }

  // The entries of a period with at least so many of the words, and all labels: those first that have them in the title.
  async function inPeriod(period, words, labels, least, sparing) {
    const ofWords = await withWords(period, words, sparing);
    const ofLabels = await Promise.all(ofWords.length ? labels.map((label) => withKey(period, label, "")) : []);
    const counts = new Map();
    for (const found of ofWords) {
      for (const [entry, weight] of found) {
        const [count, weights] = counts.get(entry) || [0, 0];
        counts.set(entry, [count + 1, weights + weight]);
      }
    }
    const good = [...counts].filter(([entry, [count]]) => count >= least && ofLabels.every((found) => found.has(entry)));
    good.sort(([one, [, its]], [other, [, theirs]]) => theirs - its || one - other);
    return good.map(([entry]) => ({ period, entry }));
  }

  // Yields results, the newest period first. How much is looked at is doubled until there are some.
  async function* results(words, { labels, year }, least) {
    const { periods } = await load("index.json");
    const left = periods.filter((period) => !year || `${period.year}` === year);
    for (let size = FIRST; left.length; size *= 2) {
      const sparing = size > FIRST && least === words.length;
      const found = await Promise.all(left.splice(0, size).map((period) => inPeriod(period, words, labels, least, sparing)));
      yield found.flat();
    }
  }

  async function shown({ period, entry }) {
    const file = await load(`periods/${period.path}/d${Math.floor(entry / SHOWN)}.json`);
    const [address, title, day, text] = file[entry % SHOWN];
    return { address, title, day, text };
  }

  return { about: () => load("index.json"), forget: () => loaded.clear(), results, shown };
}
