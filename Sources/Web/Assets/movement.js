// Keeps the figures of a tag or call fresh: by the server's stream, or by asking again where that fails.
// Without it the page is whole; with it nothing moves but the numbers, and a reader can hold them still.
(() => {
  "use strict";
  const root = document.querySelector("[data-magnitude]");
  if (!root) return;
  const address = root.dataset.magnitude;
  const streamed = root.dataset.stream && "EventSource" in window ? root.dataset.stream : null;
  const every = Number(root.dataset.every || 5) * 1000;
  const sayEvery = 15000;
  const numbers = new Intl.NumberFormat("[[@language]]");
  const decimals = new Intl.NumberFormat("[[@language]]", { maximumFractionDigits: 1 });
  const plural = new Intl.PluralRules("[[@language]]");
  // "one:person|other:people"
  const form = (forms, value) => {
    const all = Object.fromEntries(forms.split("|").map((part) => [part.split(":", 1)[0], part.replace(/^\w+:/, "")]));
    return all[plural.select(value)] ?? all.other;
  };
  // Anywhere on the page: all that one message says changes at once.
  const part = (name) => document.querySelector(`[data-live="${name}"]`);

  const write = (element, text) => {
    if (element && element.textContent !== text) element.textContent = text;
  };
  const count = (name, value, aloud) => {
    if (value === undefined) return;
    write(part(name), value === null ? "[[not shown yet]]" : numbers.format(value));
    const word = document.querySelector(`[data-word="${name}"]`);
    if (word) write(word, form((aloud && word.dataset.aloud) || word.dataset.forms, value));
  };

  // The words of Words+movement.swift.
  const rateWords = (rate) => {
    if (!(rate > 0)) return null;
    const units = [
      [1, "[[{number} a second]]"], [60, "[[{number} a minute]]"], [3600, "[[{number} an hour]]"],
    ];
    for (const [seconds, words] of units) {
      const value = rate * seconds;
      if (value >= 10) return words.replace("{number}", numbers.format(Math.round(value)));
      if (value >= 1) return words.replace("{number}", decimals.format(value));
    }
    return "[[less than one an hour]]";
  };
  const months = "[[@months]]".split("|");
  const shortTime = (iso) => {
    const at = new Date(iso);
    const month = at.getUTCMonth();
    const parts = {
      d: at.getUTCDate(), M: month + 1, MMM: months[month], y: at.getUTCFullYear(), t: at.toISOString().slice(11, 16),
    };
    return "[[@moment]]".replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
  };
  const time = (name, iso) => {
    const element = part(name);
    if (!element) return;
    element.dateTime = iso;
    write(element, shortTime(iso));
  };

  // What a screen reader is told: the number alone, seldom, and only when it has changed.
  let saidAt = Date.now();
  let saidPeople = null;
  const say = (people) => {
    const element = root.querySelector("[data-said]");
    if (!element || people === saidPeople || Date.now() - saidAt < sayEvery) return;
    if (saidPeople !== null) {
      element.textContent = form("[[forms:{n} person|{n} people]]", people).replace("{n}", numbers.format(people));
    }
    [saidAt, saidPeople] = [Date.now(), people];
  };

  const show = (figures) => {
    if (typeof figures?.people !== "number") return;
    for (const name of ["people", "posts", "replies", "reblogs", "favourites", "spoke", "silent", "unspecified"]) {
      // While silent answers are withheld, the number is of those who answered aloud.
      count(name, figures[name], figures.silent === null);
    }
    const most = Math.max(0, ...(figures.answers || []).map((answer) => answer.people ?? 0));
    (figures.answers || []).forEach((answer, index) => {
      const width = most > 0 ? Math.floor((answer.people ?? 0) / most * 100) : 0;
      part(`answer-${index}`)?.parentElement.querySelector(".bar path")?.setAttribute("d", `M0 0H${width}V4H0Z`);
      count(`answer-${index}`, answer.people);
      count(`answer-${index}-spoke`, answer.spoke);
      count(`answer-${index}-silent`, answer.silent);
      const split = part(`answer-${index}-spoke`)?.closest("p");
      if (split) split.hidden = answer.silent === null;
    });
    const { ten_seconds: ten, minute, hour } = figures.rate || {};
    const ofHour = Math.round(hour * 3600);
    write(
      part("rate"),
      rateWords(ten >= 1 ? ten : minute)
        || (ofHour >= 1
          ? "[[{number} in the last hour]]".replace("{number}", numbers.format(ofHour)) : "[[nothing in the last hour]]"),
    );
    if (figures.peak) {
      write(part("peak"), rateWords(figures.peak.per_second) || "[[none|rate]]");
      time("peak-at", figures.peak.at);
    }
    if (figures.at) time("at", figures.at);
    if (figures.silent_as_of) time("silent-at", figures.silent_as_of);
    const withheld = root.querySelector("[data-withheld]");
    if (withheld) withheld.hidden = figures.silent !== null;
    say(figures.people);
    if (drawn !== null && drawn !== figures.people) drawSoon();
    drawn = figures.people;
  };

  // Drawings change slowly: now and then the page is read again, and its own put in place of the old ones, but for one that
  // a reader has opened or is in.
  let drawn = null;
  let soon = null;
  const drawSoon = () => {
    soon ??= setTimeout(() => {
      soon = null;
      if (!paused && !document.hidden) redraw().catch(() => {});
    }, 10000);
  };
  const redraw = async () => {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-refresh]")) {
      const fresh = page.querySelector(`[data-refresh="${old.dataset.refresh}"]`);
      const isUsed = old.contains(document.activeElement) || old.querySelector("details[open]");
      if (fresh && !isUsed) old.replaceWith(document.adoptNode(fresh));
    }
  };

  let source = null;
  let timer = null;
  let drawing = null;
  let paused = false;
  const ask = async () => {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (answer.ok && timer !== null) show(await answer.json());
    } catch { /* The network is away; the numbers stand, with their moment beside them. */ }
    if (timer !== null) timer = setTimeout(ask, every);
  };
  const poll = () => { if (timer === null) timer = setTimeout(ask, every); };
  const stop = () => {
    source?.close();
    clearTimeout(timer);
    clearInterval(drawing);
    [source, timer, drawing] = [null, null, null];
  };
  const start = () => {
    stop();
    if (paused || document.hidden) return;
    if (document.querySelector("[data-refresh]")) drawing = setInterval(() => redraw().catch(() => {}), 60000);
    if (!streamed) return poll();
    source = new EventSource(streamed);
    const heard = (event) => {
      try { show(JSON.parse(event.data)); } catch { /* Not ours. */ }
    };
    source.addEventListener("message", heard);
    source.addEventListener("magnitude", heard);
    source.addEventListener("error", () => {
      // A stream that was refused will not come back by itself (HTML Standard, 9.2.3).
      if (source?.readyState === EventSource.CLOSED) { source = null; poll(); }
    });
  };

  const button = root.querySelector("[data-pause]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      paused = !paused;
      button.textContent = paused ? "[[Go on counting]]" : "[[Pause]]";
      start();
    });
  }
  document.addEventListener("visibilitychange", start);
  start();
})();
