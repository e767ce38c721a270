// Buttons that copy a text, the one that prints the sheet, and the choice of a badge. Nothing is asked of another host.
(() => {
  "use strict";

  const kit = document.querySelector("[data-a-kit]");
  if (!kit || kit.dataset.aReady) return;
  kit.dataset.aReady = "yes";
  const said = kit.querySelector("[data-a-said]");

  // Without the clipboard, as on pages without https, the words are selected and copied as by hand.
  async function copy(node) {
    try {
      await navigator.clipboard.writeText(node.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(node);
      return document.execCommand("copy");
    }
  }

  // Posts change while the page is open, and their buttons with them: one listener and one mark are for all.
  document.documentElement.dataset.aCopies = "";
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-a-copy]");
    if (!button || !(await copy(document.getElementById(button.dataset.aCopy))) || "aDone" in button.dataset) return;
    const words = button.textContent;
    said.textContent = button.textContent = kit.dataset.aDone;
    button.dataset.aDone = "";
    setTimeout(() => {
      button.textContent = words;
      said.textContent = "";
      delete button.dataset.aDone;
    }, 3000);
  });

  document.querySelector("[data-a-print]")?.addEventListener("click", () => setTimeout(() => print()));

  const form = document.querySelector("[data-a-badges]");
  if (!form) return;
  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
  const quoted = (words) => words.replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
  const put = (id, words) => (document.getElementById(id).textContent = words);
  const { aSite: site, aRoot: root } = form.dataset;

  // The same lines as `badges/snippets.py` writes for the first choice.
  function choose() {
    const [about, says, style] = form.querySelectorAll("select");
    for (const option of says.options) option.disabled = about.selectedIndex > 0 && "aPage" in option.dataset;
    if (says.selectedOptions[0].disabled) says.selectedIndex = 0;
    const [of, words] = [about.selectedOptions[0], says.selectedOptions[0]];
    const stem = about.value + says.value;
    const file = style.value === "flat" ? `${stem}.svg` : `${stem}.${style.value}.svg`;
    const page = site + (words.dataset.aPage ?? of.dataset.aPage);
    const alt = `${of.textContent}: ${words.textContent}`;
    const shown = document.getElementById("badge-shown");
    shown.src = root + file;
    shown.alt = alt;
    put("badge-html", `<a href="${quoted(page)}"><img src="${quoted(site + file)}" alt="${quoted(alt)}"></a>`);
    put("badge-markdown", `[![${alt.replace(/[[\]\\`<>|*]/g, " ")}](${site}${file})](${page})`);
    put("badge-address", site + file);
    put("badge-shields", `https://img.shields.io/endpoint?url=${encodeURIComponent(`${site}${stem}.json`)}`);
  }

  form.hidden = false;
  form.addEventListener("change", choose);
  choose();
})();
