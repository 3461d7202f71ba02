// Takes posts off an open page that were deleted, or whose authors were suspended, after it was made. A page that is itself
// about one of them is loaded again, and then says that it is gone. A page that a browser kept whole for a step back asks at once.
// What somebody is writing is never thrown away for it.
(() => {
  "use strict";
  const every = 5000;
  // Of the page: caches on the way may have kept it for some seconds. Of one that was just loaded again it is not asked.
  const isReload = performance.getEntriesByType("navigation")[0]?.type === "reload";
  let seen = performance.timeOrigin - (isReload ? 0 : 10000);
  let timer = null;

  const isBegun = (field) =>
    field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
      : field.type === "file" ? field.files.length > 0 : field.value !== field.defaultValue;
  const isWriting = () => [...document.querySelectorAll("main :is(textarea, input)")].some(isBegun);
  // Takes off what the page would not show if it was loaded again.
  const compare = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.status === 404 || answer.status === 410) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const posts = (place) => [...place.querySelectorAll("[data-status]")].map((element) => element.dataset.status);
    const shown = new Set(posts(page));
    if (answer.ok) remove({ statuses: posts(document).filter((id) => !shown.has(id)), accounts: [] });
  };

  const remove = ({ statuses, accounts }) => {
    const [posts, people] = [new Set(statuses), new Set(accounts)];
    for (const element of document.querySelectorAll("[data-author]")) {
      if (!posts.has(element.dataset.status) && !people.has(element.dataset.author)) continue;
      if ("about" in element.dataset) return location.reload();
      const item = element.parentElement;
      (item?.matches("li") ? item : element).remove();
    }
  };

  const look = async () => {
    timer = null;
    try {
      const answer = await fetch("/api/chorus/v1/deletions", { headers: { Accept: "application/json" } });
      const list = await answer.json();
      // By the server's clock; the list knows nothing of what went before `since`.
      const ahead = Date.parse(answer.headers.get("Date")) - Date.now();
      if (Date.parse(list.since) > seen + ahead) {
        if (!isWriting()) return location.reload();
        await compare();
      }
      remove(list);
      seen = Date.now() - 2000;
    } catch { /* The network is away, or nobody is signed in where strangers see nothing. */ }
    wait();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = document.hidden ? null : setTimeout(look, every);
  };
  const lookNow = () => {
    clearTimeout(timer);
    look();
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? wait() : lookNow()));
  window.addEventListener("pageshow", (event) => { if (event.persisted) lookNow(); });
  wait();
})();
