// Leaving quickly: the page is blanked, and an almanac takes its place also in the history of this tab.
// The key is Shift, three times: Escape is what screen readers and browsers use for themselves (docs/decisions/0007).
(() => {
  "use strict";
  const link = document.querySelector("[data-leave]");
  if (!link) return;
  const { href, target } = link;
  const leave = () => {
    document.title = "";
    document.documentElement.replaceChildren();
    try {
      (target === "_top" ? window.top : window).location.replace(href);
    } catch {
      window.location.replace(href);
    }
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  const hint = document.querySelector("[data-leave-key]");
  if (hint) hint.hidden = false;
  const said = document.querySelector("[data-leave-said]");
  let pressed = 0;
  let timer = null;
  const forget = () => {
    pressed = 0;
    if (said) said.textContent = "";
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") forget();
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) return;
    pressed += 1;
    clearTimeout(timer);
    timer = setTimeout(forget, 5000);
    if (pressed >= 3) return leave();
    if (said) said.textContent = pressed === 1 ? "Shift. Twice more to leave." : "Shift. Once more to leave.";
  });
  // A page that the browser had kept must not come back with a step back.
  window.addEventListener("pageshow", (event) => { if (event.persisted && !document.body) location.replace(href); });
})();
