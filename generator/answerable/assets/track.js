// Opens the case of a code: finds its box in a small file, unlocks it here in the browser, and shows what is in it.
(() => {
  "use strict";

  const VERSION = "answerable/track/1";
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const DATA = 15; // characters that carry the code; one more checks them
  const NONCE = 12;
  const form = document.getElementById("a-track");
  settings = readSettings(document) || {}; // whose calendar times are printed in
  if (!form || form.dataset.aReady) return;
  form.dataset.aReady = "yes";
  form.hidden = false;

  const field = document.getElementById("a-code");
  const said = document.getElementById("a-track-said");
  const place = document.getElementById("a-case");
  const words = JSON.parse(document.getElementById("a-track-words").textContent);
  const bytes = (text) => new TextEncoder().encode(text);
  const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const toBase64 = (array) => btoa(String.fromCharCode(...new Uint8Array(array)));

  // --- the code --------------------------------------------------------------------------------------------------

  function checkCharacter(data) {
    let total = 0;
    [...data].reverse().forEach((letter, at) => {
      const value = ALPHABET.indexOf(letter) * (at % 2 ? 1 : 2);
      total += Math.floor(value / 32) + (value % 32);
    });
    return ALPHABET[(32 - (total % 32)) % 32];
  }

  // The digits of every script stand in rows of ten; the digit is how far along its row a character is.
  function digit(letter) {
    let at = 0;
    const point = letter.codePointAt(0);
    while (at < 10 && /\p{Nd}/u.test(String.fromCodePoint(point - at - 1))) at += 1;
    return String(at % 10);
  }

  function readCode(typed) {
    const plain = typed.normalize("NFKC").toUpperCase().replace(/\p{Nd}/gu, (letter) => (letter < "~" ? letter : digit(letter)));
    const code = plain.replace(/[^\p{L}\p{N}]/gu, "").replace(/O/g, "0").replace(/[IL]/g, "1").replace(/U/g, "V");
    if (code.length !== DATA + 1 || [...code].some((letter) => !ALPHABET.includes(letter))) return null;
    return checkCharacter(code.slice(0, DATA)) === code[DATA] ? code.slice(0, DATA) : null;
  }

  // --- the box ---------------------------------------------------------------------------------------------------

  async function keysOf(data, settings) {
    const password = await crypto.subtle.importKey("raw", bytes(data), "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(`${VERSION}\0${settings.salt}`), iterations: settings.rounds };
    const root = await crypto.subtle.deriveBits(how, password, 256);
    const hmac = await crypto.subtle.importKey("raw", root, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const derived = (label) => crypto.subtle.sign("HMAC", hmac, bytes(`${VERSION}\0${label}`));
    const number = new DataView(await derived("file")).getUint32(0);
    const name = toBase64((await derived("name")).slice(0, 16));
    const key = await crypto.subtle.importKey("raw", await derived("box"), "AES-GCM", false, ["decrypt"]);
    return { number: settings.bits ? number >>> (32 - settings.bits) : 0, name, key };
  }

  async function load(name) {
    const answer = await ask(`${form.dataset.aRoot}track/${name}.json`);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  // That there is no such case is said only of a file that is whole and ours, and of the build whose settings named it.
  async function find(data) {
    const settings = await load("settings");
    if (settings.version !== 1) throw new Error("settings");
    const { number, name, key } = await keysOf(data, settings);
    const digits = Math.max(1, Math.ceil(settings.bits / 4));
    const boxes = await load(number.toString(16).padStart(digits, "0"));
    if (!boxes.length || boxes.some((box) => box?.length !== 2)) throw new Error("boxes");
    const found = boxes.find((box) => box[0] === name);
    if (!found && JSON.stringify(await load("settings")) !== JSON.stringify(settings)) throw new Error("a new build");
    if (!found) return null;
    const box = fromBase64(found[1]);
    const how = { name: "AES-GCM", iv: box.slice(0, NONCE), additionalData: bytes(VERSION) };
    const plain = await crypto.subtle.decrypt(how, key, box.slice(NONCE));
    return { ...JSON.parse(new TextDecoder().decode(plain)), kinds: settings.steps };
  }

  // --- what is in it ---------------------------------------------------------------------------------------------

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function time(seconds) {
    const style = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const made = element("time", new Intl.DateTimeFormat(locale(), style).format(seconds * 1000));
    made.dateTime = new Date(seconds * 1000).toISOString();
    return made;
  }

  function step(what, seconds, outcome) {
    const item = element("li", "", "a-said");
    const head = element("p", "", "a-said__head");
    head.append(element("strong", words[`did_${what}`] || what), outcome ? ` (${words[`outcome_${outcome}`] || outcome}) ` : " ", time(seconds));
    item.append(head);
    return item;
  }

  function promise([what, by] = []) {
    const line = element("p", words[what] || words.nothing, by ? "a-promise" : "");
    if (by) line.append(" ", ...sentence(by * 1000 < Date.now() ? words.late : words.by, time(by)));
    return line;
  }

  function show(found, typed) {
    const title = element("h2", words.found);
    title.id = "a-case-title";
    const list = element("ol", "", "a-timeline");
    list.append(step("received", found.received));
    for (const [kind, at, outcome] of found.steps) list.append(step(found.kinds[kind], at, outcome));
    const parts = [title, list];
    if (found.left_out) parts.push(element("p", words.left_out, "a-meta"));
    parts.push(element("h3", words.next), promise(found.next));
    if (found.answer) {
      const link = element("a", words.read);
      link.href = form.dataset.aRoot + found.answer;
      const line = element("p");
      line.append(link);
      parts.push(line);
    }
    place.replaceChildren(...parts);
    place.hidden = false;
    if (field.value === typed) place.focus(); // else somebody types the next one
  }

  let turn = 0; // on a bad line the answer for a code may come after the next was asked for

  async function look(typed) {
    turn += 1;
    const mine = turn;
    place.hidden = true;
    const data = readCode(typed);
    field.setAttribute("aria-invalid", String(!data));
    said.textContent = data ? words.asking : typed.trim() ? words.typo : words.empty;
    if (!data) return field.focus();
    if (!globalThis.crypto?.subtle) return void (said.textContent = words.insecure);
    try {
      const found = await find(data);
      if (mine !== turn) return;
      if (found) show(found, typed);
      said.textContent = found ? "" : words.unknown;
    } catch {
      if (mine === turn) said.textContent = navigator.onLine ? words.failed : words.offline;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look(field.value);
  });
  // A link in our reply carries the code behind the #, which browsers never send to a server.
  const given = new URLSearchParams(`code=${location.hash.slice(1)}`).get("code");
  if (readCode(given)) {
    field.value = given;
    look(given);
  }
})();
