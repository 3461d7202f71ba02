// Leaving quickly. The pages that have this script make one entry in the history of a tab: what is opened or sent from them takes
// their place, and at last the almanac does, so that no step back leads to them. The key is Shift, three times: Escape is what
// screen readers and browsers use for themselves (docs/decisions/0007). Runs before the page is there.
(() => {
  "use strict";
  const mark = "chorus.almanac";
  const isFramed = window.top !== window;
  const storage = (use) => { try { return use(sessionStorage); } catch { return null; /* None to remember in. */ } };
  const remember = () => storage((all) => all.setItem(mark, "1"));
  const hasLeft = () => storage((all) => all.getItem(mark)) !== null;

  // All tabs of this server leave together.
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("chorus.almanac") : null;
  const leave = () => {
    const link = document.querySelector("[data-leave]");
    const address = link?.dataset.almanac || link?.href || "/almanac";
    const frame = link?.target === "_top" ? window.top : window;
    window.stop();
    document.title = "";
    document.documentElement.style.display = "none";
    document.documentElement.replaceChildren();
    // What was being written goes, too (living.js keeps it there).
    storage((all) => all.clear());
    remember();
    try { frame.location.replace(address); } catch { location.replace(address); }
  };
  if (tabs) tabs.onmessage = leave;
  const leaveEverywhere = () => {
    tabs?.postMessage("leave");
    leave();
  };

  // A step back to a page from before: one opened while this script was not there yet, or that the browser had kept whole.
  const isStepBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (isStepBack && hasLeft()) return leave();
  window.addEventListener("pagehide", () => { document.documentElement.style.visibility = "hidden"; });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    if (hasLeft()) leave(); else location.reload();
  });

  const replace = (url) => {
    if (url.pathname + url.search !== location.pathname + location.search) return location.replace(url.href);
    // The same page anew; `location.replace` would only move within it, and a reload stays where it was scrolled to.
    history.replaceState(null, "", url.href);
    history.scrollRestoration = "manual";
    storage((all) => all.setItem("chorus.place", url.hash.slice(1)));
    location.reload();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
    if (link.matches("[data-leave]")) {
      event.preventDefault();
      return leaveEverywhere();
    }
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    const staysHere = !isFramed && !link.hasAttribute("download") && (link.target === "" || link.target === "_self");
    if (!isPlain || !staysHere || !["http:", "https:"].includes(link.protocol)) return;
    event.preventDefault();
    location.replace(link.href);
  });

  // What is sent goes by `fetch`; the server says where it leads instead of leading there (Web/HTTP/AuthPages.swift).
  const send = async (form, button) => {
    const fields = new FormData(form, button);
    const body = form.getAttribute("enctype") === "multipart/form-data" ? fields : new URLSearchParams(fields);
    const answer = await fetch(form.getAttribute("action"), {
      method: "POST", body, headers: { "X-Requested-With": "fetch" },
    });
    const place = answer.status === 204 ? answer.headers.get("Location") : null;
    if (place) return replace(new URL(place, location.href));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    prepare();
    const said = document.querySelector("[role=alert], h1");
    if (said) said.tabIndex = -1;
    said?.focus();
    window.scrollTo(0, 0);
  };
  let isSending = false;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const method = form.getAttribute("method");
    if (event.defaultPrevented || isFramed || !["get", "post"].includes(method) || "plain" in form.dataset) return;
    event.preventDefault();
    if (method === "get") {
      // What was searched for is in the address: it takes the place of this page, too.
      const url = new URL(form.getAttribute("action") ?? "", location.href);
      url.search = new URLSearchParams(new FormData(form, event.submitter)).toString();
      return replace(url);
    }
    if (isSending) return;
    isSending = true;
    // Where the network fails the browser says so better than we can.
    send(form, event.submitter).catch(() => HTMLFormElement.prototype.submit.call(form)).finally(() => { isSending = false; });
  });

  let pressed = 0;
  let timer = null;
  const say = (words) => {
    const element = document.querySelector("[data-leave-said]");
    if (element) element.textContent = words;
  };
  const forget = () => {
    pressed = 0;
    say("");
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") forget();
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) return;
    pressed += 1;
    clearTimeout(timer);
    timer = setTimeout(forget, 5000);
    if (pressed >= 3) return leaveEverywhere();
    say(pressed === 1 ? "[[Shift. Twice more to leave.]]" : "[[Shift. Once more to leave.]]");
  });

  // What the page says of leaving is what this script does.
  const prepare = () => {
    for (const element of document.querySelectorAll("[data-leave-key]")) element.hidden = false;
    for (const element of document.querySelectorAll("[data-leave-plain]")) element.hidden = true;
  };
  document.addEventListener("DOMContentLoaded", () => {
    prepare();
    const place = storage((all) => all.getItem("chorus.place"));
    if (place === null) return;
    storage((all) => all.removeItem("chorus.place"));
    document.getElementById(place)?.scrollIntoView();
  });
})();
