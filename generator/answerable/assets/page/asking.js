// What all parts of the page's script use: its settings, and asking the host.
const PATIENCE = 60_000;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const instant = (at) => (typeof at === "number" ? at : at ? Date.parse(at) : NaN);

let settings = {}; // what the page says of itself

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

// The parts of a sentence with an element at the place of its time, as the language has it.
function sentence(words, time) {
  const [before, after = ""] = words.split("%(time)s");
  return [before, time, after];
}

function readSettings(page) {
  try {
    return JSON.parse(page.getElementById("answerable").textContent);
  } catch {
    return null;
  }
}
