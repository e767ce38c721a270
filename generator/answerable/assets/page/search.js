// The search box opens at a key or a tap, as readers of the theme know it, and loads what it needs when somebody types.
let searchScript = null;
const searchField = () => document.querySelector("[data-a-search] input");
const isEdited = (node) => node.matches?.("input:not([type=radio]), select, textarea") || node.isContentEditable;

const searchToggle = () => document.getElementById(document.querySelector("[data-a-search]")?.dataset.aToggle);

function openSearch(open) {
  const toggle = searchToggle();
  if (toggle && toggle.checked !== open) toggle.click(); // the theme's script hears of clicks alone
}

function searchKey(event) {
  const field = searchField();
  if (!field || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && searchToggle()?.checked) {
    openSearch(false);
    document.activeElement.blur();
    return;
  }
  // Where keys have no Latin letters, those in the places of s and f.
  const other = /^\P{Script=Latin}$/u.test(event.key) && ["KeyS", "KeyF"].includes(event.code);
  if (isEdited(event.target) || !(["/", "s", "f"].includes(event.key) || other)) return;
  event.preventDefault();
  field.focus();
  field.select();
}

function loadSearch({ target }) {
  const box = target.closest?.("[data-a-search]");
  if (!box || searchScript) return;
  searchScript = document.createElement("script");
  searchScript.src = box.dataset.aSearch;
  searchScript.index = ask(`${settings.root}search/index.json`); // at the same time as the script, which needs it first
  searchScript.index.catch(() => {}); // the script hears of it
  searchScript.onerror = () => {
    searchScript = null;
    const line = box.querySelector('[data-a-found="line"]');
    line.textContent = line.dataset.aFailed;
  };
  document.head.append(searchScript);
}

document.addEventListener("keydown", searchKey);
document.addEventListener("input", loadSearch);
document.addEventListener("focusin", ({ target }) => openSearch(Boolean(target.closest?.("[data-a-search]"))));
document.addEventListener("submit", (event) => event.target.closest("[data-a-search]") && event.preventDefault());
document.addEventListener("reset", ({ target }) => {
  if (target.closest("[data-a-search]")) setTimeout(() => (searchField().focus(), searchField().dispatchEvent(new Event("input", { bubbles: true }))));
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("header label");
  if (!opener || opener.control !== searchToggle() || event.target.closest("[data-a-search]")) return;
  event.preventDefault(); // the field opens the search when it has the focus
  searchField()?.focus();
});

// A link to the search, such as `?q=refund`; so comes who sent the form before this script was there. The theme's script
// shows the box, and closes it an eighth of a second after it has begun.
function askedFor() {
  const query = new URLSearchParams(location.search).get("q");
  const open = () => setTimeout(() => {
    const field = searchField();
    if (!field || field.value) return;
    field.value = query;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, 200);
  if (query && document.readyState === "complete") open();
  else if (query) addEventListener("load", open);
}
