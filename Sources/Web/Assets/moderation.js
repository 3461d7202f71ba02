// Keys of the moderators' pages: j and k go through what is there, a to the form, r to the button that closes, ? shows the help.
(() => {
  "use strict";
  const items = () => [...document.querySelectorAll("[data-item]")];
  const go = (step) => {
    const all = items();
    const here = all.findIndex((item) => item.contains(document.activeElement));
    const next = all[Math.min(Math.max(here < 0 && step > 0 ? 0 : here + step, 0), all.length - 1)];
    if (!next) return;
    (next.querySelector("h3 a") || next).focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const focus = (selector) => {
    const found = document.querySelector(selector);
    if (found) found.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    switch (event.key) {
    case "j": go(1); break;
    case "k": go(-1); break;
    case "a": focus("[data-act]"); break;
    case "r": focus("[data-reject]"); break;
    case "?": {
      const help = document.querySelector("[data-keys]");
      if (!help) return;
      help.open = !help.open;
      if (help.open) help.querySelector("summary").focus();
      break;
    }
    default: return;
    }
    event.preventDefault();
  });
})();
