// Folds typed words by the rules that came with the index, as `publish/search/folding.py` folded the texts.
function folding(rules) {
  const ignored = new RegExp(rules.ignored, "gu");
  const word = new RegExp(rules.word, "gu");
  const rewrites = rules.rewrites.map(([old, instead]) => [new RegExp(old, "gu"), instead]);
  const scripts = rules.scripts.map((each) => ({ ...each, is: new RegExp(`^\\p{Script=${each.script}}`, "u") }));
  const none = { affixes: [], whole: [], endings: [], prefixes: [] };
  const rulesOf = (word) => scripts.find(({ is }) => is.test(word)) || none;

  const letters = new Map(Object.entries(rules.letters));
  for (const zero of rules.zeros) {
    for (let number = 0; number < 10; number += 1) letters.set(String.fromCodePoint(zero.codePointAt(0) + number), `${number}`);
  }

  function spelled(text) {
    const plain = text.normalize("NFKD").replace(ignored, "").toLowerCase();
    const same = [...plain].map((letter) => letters.get(letter) ?? letter).join("");
    return rewrites.reduce((words, [old, instead]) => words.replace(old, instead), same);
  }

  function withoutEnding(word, step) {
    for (const [ending, instead, least, notAfter] of step) {
      const left = word.length - ending.length;
      if (word.endsWith(ending) && left >= least && !notAfter.includes(word[left - 1])) return word.slice(0, left) + instead;
    }
    return word;
  }

  function stem(word) {
    const { endings } = rulesOf(word);
    for (let before = ""; word !== before; ) {
      before = word;
      word = endings.reduce(withoutEnding, word);
    }
    return word;
  }

  function forms(word, typed) {
    const found = [stem(word)];
    const { prefixes, whole } = rulesOf(word);
    for (const [prefix, inText, inQuery] of whole.includes(found[0]) ? [] : prefixes) {
      if (!word.startsWith(prefix)) continue;
      const rest = stem(word.slice(prefix.length));
      if (rest.length >= (typed ? inQuery : inText)) found.push(rest);
    }
    return [...new Set(found)];
  }

  function indexKeys(one) {
    const parts = one.split(/[\u200c-]/);
    const whole = parts.join("");
    const own = parts.filter((part) => !rulesOf(whole).affixes.includes(part));
    return own.length > 1 ? [whole, ...own].flatMap((part) => forms(part)) : forms(whole);
  }

  function alternatives(one) {
    const parts = one.split(/[\u200c-]/);
    const whole = parts.join("");
    const found = forms(whole, true).map((form) => [form]);
    const { affixes } = rulesOf(whole);
    return parts.length > 1 && !parts.some((part) => affixes.includes(part)) ? [...found, parts.map(stem)] : found;
  }

  const tokens = (text) => spelled(text).match(word) || [];
  const known = new Map(); // what results show has few words, again and again

  function keys(text) {
    if (!known.has(text)) known.set(text, new Set(tokens(text).flatMap(indexKeys)));
    return known.get(text);
  }

  return {
    keys,
    spelled,
    alternatives: (text) => tokens(text).map(alternatives),
    // The last word may be half typed: what begins with it is found, too.
    beginning: (text) => (/[\p{L}\p{N}]$/u.test(text) ? (tokens(text).pop() || "").replace(/[\u200c-]/g, "") : ""),
  };
}
