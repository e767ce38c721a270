// The state in the tab, and in the heading that screen readers read first.
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
