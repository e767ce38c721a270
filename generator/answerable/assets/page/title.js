// The state in the tab: in its title, its icon, and in the heading that screen readers read first.
let ownIcon = "";

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
  showIcon(whole?.closest("[data-a-unknown], .a-band__known"));
}

// The tab's icon: the hero's colours and sign. A tab that the browser puts to sleep gets the site's own back.
function showIcon(hero) {
  const link = document.querySelector('link[rel~="icon"]');
  const sign = hero?.querySelector(".a-icon");
  if (!link || !sign) return;
  ownIcon ||= link.href;
  const { backgroundColor, color } = getComputedStyle(hero);
  const shape = `<g transform="translate(4.8 4.8) scale(.6)" fill="none" stroke="${color}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">${sign.innerHTML}</g>`;
  const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="12" fill="${backgroundColor}"/>${shape}</svg>`;
  const href = `data:image/svg+xml,${encodeURIComponent(icon)}`;
  if (link.href !== href) link.href = href;
}

document.addEventListener("freeze", () => {
  const link = document.querySelector('link[rel~="icon"]');
  if (link && ownIcon) link.href = ownIcon;
});
