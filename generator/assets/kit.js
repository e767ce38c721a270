// Buttons that copy a text, and the one that prints the sheet. Nothing is asked of another host.
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

  for (const button of document.querySelectorAll("[data-a-copy]")) {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (!(await copy(document.getElementById(button.dataset.aCopy)))) return;
      said.textContent = button.textContent = kit.dataset.aDone;
      button.dataset.aDone = "";
      setTimeout(() => {
        button.textContent = words;
        said.textContent = "";
        delete button.dataset.aDone;
      }, 3000);
    });
  }

  document.querySelector("[data-a-print]")?.addEventListener("click", () => setTimeout(() => print()));
})();
