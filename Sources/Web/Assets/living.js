// For who is signed in: what is pressed under a post happens in place, a reply is written under what it answers, files go up while one
// writes, and what was written is kept while the tab is open, but where it concerns a sensitive call: a tab that is opened again has
// all that was kept in it (docs/decisions/0007). Without it every form and link here does the same by a page.
(() => {
  "use strict";
  const part = { "X-Requested-With": "part", Accept: "text/html" };
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  const storage = (use) => { try { return use(sessionStorage); } catch { return null; /* None to remember in. */ } };
  const say = (words) => {
    let place = document.getElementById("said-now");
    if (!place) {
      place = Object.assign(document.createElement("p"), { id: "said-now", className: "hidden" });
      place.setAttribute("role", "status");
      document.body.append(place);
    }
    place.textContent = words;
  };

  // Sends a form as the browser would, where we cannot do better.
  const sendPlainly = (form, button) => {
    if (form.dataset.compose) sent(form);
    if (button?.name) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      form.append(field);
    }
    HTMLFormElement.prototype.submit.call(form);
  };
  const post = (form, button, more = {}) => {
    const fields = new FormData(form, button);
    for (const [name, value] of Object.entries(more)) fields.set(name, value);
    const body = form.getAttribute("enctype") === "multipart/form-data" ? fields : new URLSearchParams(fields);
    return fetch(form.getAttribute("action"), { method: "POST", body, headers: part });
  };

  // Buttons under posts, and votes: the parts of the post that may have changed are put in place of the old ones.
  const renew = (html, id) => {
    const fresh = parse(html).querySelector("article");
    if (!fresh) return;
    for (const old of document.querySelectorAll(`article[data-status="${CSS.escape(id)}"]`)) {
      const held = old.contains(document.activeElement)
        ? document.activeElement.closest(".act, .menu-list button, .vote button, .deciding button") : null;
      const place = held ? [...old.querySelectorAll(".act")].indexOf(held) : -1;
      for (const css of [":scope > .acts", ".poll", ":scope > .counts", ":scope > .deciding"]) {
        const [was, is] = [old.querySelector(css), fresh.querySelector(css.replace(":scope > ", ""))];
        if (was && is) was.replaceWith(is.cloneNode(true));
        else if (is) old.querySelector(".acts")?.before(is.cloneNode(true));
        else was?.remove();
      }
      if (held) (old.querySelectorAll(".act")[place] ?? old.querySelector(".menu > summary"))?.focus();
    }
  };
  let isActing = false;
  const act = async (form, button) => {
    const article = button?.closest("article");
    const id = article?.dataset.status;
    if (!id || isActing) return;
    isActing = true;
    const words = button.textContent.trim();
    try {
      const answer = await post(form, button, { place: article.classList.contains("focus") ? "focus" : "list" });
      if (!answer.ok || answer.redirected) return sendPlainly(form, button);
      renew(await answer.text(), id);
      say("[[Done: {what}]]".replace("{what}", words));
    } catch {
      sendPlainly(form, button);
    } finally {
      isActing = false;
    }
  };

  const numbers = new Intl.NumberFormat("[[@language]]");
  const plural = new Intl.PluralRules("[[@language]]");
  // "one:{n} post|other:{n} posts"
  const counted = (forms, value) => {
    const all = Object.fromEntries(forms.split("|").map((part) => [part.split(":", 1)[0], part.replace(/^\w+:/, "")]));
    return (all[plural.select(value)] ?? all.other).replace("{n}", numbers.format(value));
  };

  // Writing.
  const keyOf = (form) => `chorus.draft.${form.dataset.account ?? ""}.${form.dataset.compose}`;
  const isPrivate = (form) => "private" in form.dataset;
  const wordsOf = (form) => form.querySelector("textarea[name=text]");
  // As the server counts: an address is 23 characters, a name on another server only its first part.
  const length = (text) => {
    const plain = text.replace(/https?:\/\/[^\s]+/g, "x".repeat(23)).replace(/(@\w+)@[\w.-]+\w/g, "$1");
    return "Segmenter" in Intl ? [...new Intl.Segmenter().segment(plain)].length : [...plain].length;
  };
  const count = (form) => {
    const [words, left] = [wordsOf(form), form.querySelector("[data-left]")];
    if (!words || !left) return;
    const warning = form.querySelector("[name=spoiler_text]")?.value ?? "";
    const rest = Number(words.dataset.most) - length(words.value) - length(warning);
    left.classList.toggle("over", rest < 0);
    const forms = rest < 0
      ? "[[forms:{n} character too many|{n} characters too many]]" : "[[forms:{n} character left|{n} characters left]]";
    left.textContent = counted(forms, Math.abs(rest));
  };
  const keep = (form) => {
    const words = wordsOf(form);
    if (!words || isPrivate(form)) return;
    storage((all) => words.value === words.defaultValue ? all.removeItem(keyOf(form)) : all.setItem(keyOf(form), words.value));
  };
  const forget = (form) => storage((all) => all.removeItem(keyOf(form)));
  // Which form the next page speaks of, when it says that something is published.
  const sent = (form) => { if (!isPrivate(form)) storage((all) => all.setItem("chorus.sent", keyOf(form))); };
  const forgetSent = () => storage((all) => {
    all.removeItem(all.getItem("chorus.sent") ?? "");
    all.removeItem("chorus.sent");
  });
  const forgetAll = () => storage((all) => {
    for (const key of Object.keys(all)) if (key.startsWith("chorus.draft.")) all.removeItem(key);
  });
  // Posts for later: by the clock of this browser, as it will stand at that time, unless another one is chosen.
  const ownZone = (field) => {
    const at = field.value ? new Date(field.value) : new Date();
    return `${-(Number.isNaN(at.getTime()) ? new Date() : at).getTimezoneOffset()}`;
  };
  const zoneOf = (field) => field.closest("form").querySelector("[data-zone]");
  const setZone = (field) => {
    const zone = zoneOf(field);
    if (!zone || zone.dataset.chosen) return;
    if ([...zone.options].some((option) => option.value === ownZone(field))) zone.value = ownZone(field);
  };
  for (const field of document.querySelectorAll("[data-later]")) {
    if (field.value && zoneOf(field).value !== ownZone(field)) zoneOf(field).dataset.chosen = "1";
    setZone(field);
  }
  const showLater = (form) => {
    const button = form.querySelector("button[data-now]");
    if (button) button.textContent = form.querySelector("[data-later]")?.value ? "[[Schedule]]" : button.dataset.now;
  };
  for (const field of document.querySelectorAll("[data-later]")) if (!field.value) setZone(field);

  const prepare = (form) => {
    if (form.dataset.ready) return;
    form.dataset.ready = "1";
    for (const element of form.querySelectorAll("[data-unscripted]")) element.hidden = true;
    const words = wordsOf(form);
    // Nor does the browser itself write it in again.
    if (isPrivate(form)) form.autocomplete = "off";
    const kept = storage((all) => all.getItem(keyOf(form)));
    if (kept && words && words.value === words.defaultValue && !form.querySelector("[role=alert]")) words.value = kept;
    count(form);
    showLater(form);
  };

  // Files go up when they are chosen; what was written meanwhile stays.
  const upload = async (form, button) => {
    const files = form.querySelector("[data-files]");
    const isSaid = button?.value.startsWith("remove.");
    files.setAttribute("aria-busy", "true");
    say(isSaid ? "[[Removing]]" : "[[Uploading]]");
    try {
      const answer = await post(form, button, isSaid ? {} : { do: "attach" });
      const page = parse(await answer.text());
      const fresh = page.querySelector("[data-files]");
      if (!fresh) throw new Error("not a form");
      for (const field of files.querySelectorAll("textarea")) {
        const same = [...fresh.querySelectorAll("textarea")].find((other) => other.name === field.name);
        if (same) same.value = field.value;
      }
      files.replaceWith(fresh);
      for (const element of form.querySelectorAll("[data-unscripted]")) element.hidden = true;
      form.querySelector(":scope > .notice.bad")?.remove();
      const problem = page.querySelector("[role=alert]");
      if (problem) wordsOf(form).closest(".field").before(problem);
      const last = [...fresh.querySelectorAll("textarea")].at(-1);
      (last ?? fresh.querySelector("input[type=file]"))?.focus();
      say(problem ? "" : "[[Done]]");
    } catch {
      files.removeAttribute("aria-busy");
      for (const element of form.querySelectorAll("[data-unscripted]")) element.hidden = false;
    }
  };

  // A reply that was opened under a post is sent from there and stands there; forms of a page lead to a page.
  const reply = async (form, button) => {
    const pressed = button?.value ?? "publish";
    if (pressed !== "publish") return upload(form, button);
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    try {
      const answer = await post(form, button);
      const page = parse(await answer.text());
      // The post, or that a moderator looks at it first.
      const safe = answer.ok ? page.querySelector("article, [data-published]") : null;
      if (safe) {
        forget(form);
        const note = Object.assign(document.createElement("div"), { className: "replied" });
        note.append(safe);
        form.replaceWith(note);
        note.tabIndex = -1;
        note.focus();
        say(safe.matches("article") ? "[[Your reply is published.]]" : safe.textContent);
        return;
      }
      const fresh = page.querySelector("form[data-compose]");
      if (!fresh) throw new Error("not a form");
      form.replaceWith(fresh);
      prepare(fresh);
      fresh.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" });
      wordsOf(fresh)?.focus();
    } catch {
      delete form.dataset.sending;
      sendPlainly(form, button);
    }
  };
  const openReply = async (link) => {
    const article = link.closest("article");
    const open = article.parentElement.querySelector(`:scope > form[data-opened="${CSS.escape(article.dataset.status)}"]`);
    if (open) return wordsOf(open)?.focus();
    const standing = document.querySelector(`form[data-compose="reply-${CSS.escape(article.dataset.status)}"]`);
    if (standing) return wordsOf(standing)?.focus();
    const answer = await fetch(link.href, { headers: part });
    const form = parse(await answer.text()).querySelector("form[data-compose]");
    if (!answer.ok || !form) return void (location.href = link.href);
    form.dataset.opened = article.dataset.status;
    article.after(form);
    prepare(form);
    const words = wordsOf(form);
    words?.focus();
    words?.setSelectionRange(words.value.length, words.value.length);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action") === "/auth/sign_out") forgetAll();
    if (form.id === "act" || form.matches(".vote")) {
      event.preventDefault();
      act(form, event.submitter);
    } else if (form.dataset.compose && event.submitter?.value !== "later"
      && (form.dataset.opened || (event.submitter?.value ?? "publish") !== "publish")) {
      event.preventDefault();
      reply(form, event.submitter);
    } else if (form.dataset.compose) {
      sent(form);
    }
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    if (!link || !isPlain) return;
    if ("reply" in link.dataset) {
      event.preventDefault();
      openReply(link).catch(() => { location.href = link.href; });
    } else if ("copy" in link.dataset && navigator.clipboard) {
      event.preventDefault();
      navigator.clipboard.writeText(link.href).then(() => {
        link.textContent = "[[Copied]]";
        say("[[The link is copied.]]");
      }, () => { location.href = link.href; });
    }
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = event.target.closest?.("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest?.("form[data-compose]")?.requestSubmit();
  });
  // What has opened stays open: nothing moves away under a pointer.
  document.addEventListener("focusin", (event) => event.target.closest("form[data-compose]")?.toggleAttribute("data-begun", true));
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-later]")) setZone(event.target);
    if (event.target.matches("[data-zone]")) event.target.dataset.chosen = "1";
    const form = event.target.closest?.("form[data-compose]");
    if (!form) return;
    count(form);
    keep(form);
    showLater(form);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-compose]");
    if (form && event.target.type === "file" && event.target.files.length) upload(form, null);
  });

  // How many posts are newer: said above the list, and loaded when somebody wants to.
  const newer = document.querySelector("[data-newer]");
  if (newer) {
    setInterval(async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(newer.dataset.newer, { headers: { Accept: "application/json" } });
        const { count: found } = await answer.json();
        if (!found) return;
        const link = Object.assign(document.createElement("a"), { href: location.pathname });
        link.textContent = found > 20 ? "[[More than 20 new posts]]" : counted("[[forms:{n} new post|{n} new posts]]", found);
        if (newer.textContent === link.textContent) return;
        newer.replaceChildren(link);
        newer.hidden = false;
      } catch { /* The network is away. */ }
    }, 20000);
  }

  // Installed as an app: the last home can then be read offline.
  if ("serviceWorker" in navigator && matchMedia("(display-mode: standalone)").matches) {
    navigator.serviceWorker.register("/sw.js").catch(() => { /* It works without. */ });
  }

  // What was written is safe with the server, as the page says; what stands in other forms is not.
  if (document.querySelector("[data-published]")) forgetSent();
  for (const element of document.querySelectorAll("[data-copy]")) if (navigator.clipboard) element.textContent = "[[Copy link]]";
  for (const form of document.querySelectorAll("form[data-compose]")) prepare(form);
})();
