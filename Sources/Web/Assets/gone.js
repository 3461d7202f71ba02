// Takes posts off an open page that were deleted, or whose authors were suspended, after it was made. A page that is itself
// about one of them is loaded again, and then says that it is gone. A page that a browser kept whole for a step back asks at once.
(() => {
  "use strict";
  const every = 5000;
  // Of the page: caches on the way may have kept it for some seconds. Of one that was just loaded again it is not asked.
  const isReload = performance.getEntriesByType("navigation")[0]?.type === "reload";
  let seen = performance.timeOrigin - (isReload ? 0 : 10000);
  let timer = null;

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
      if (Date.parse(list.since) > seen + ahead) return location.reload();
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
