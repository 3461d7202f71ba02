// While a page stays open: says again how long ago things were, in the words of TimeView.swift, and when by the reader's clock.
(() => {
  "use strict";
  const units = [[86400, "day"], [3600, "hour"], [60, "minute"]];
  const refresh = () => {
    for (const element of document.querySelectorAll("time[data-ago]")) {
      const at = new Date(element.dateTime);
      const age = Math.max(0, (Date.now() - at) / 1000);
      if (Number.isNaN(age) || age >= 7 * 86400) continue;
      const [seconds, unit] = units.find(([seconds]) => age >= seconds) || [];
      const value = Math.floor(age / seconds);
      const words = unit ? `${value} ${unit}${value === 1 ? "" : "s"} ago` : "just now";
      if (element.textContent !== words) element.textContent = words;
      element.title = at.toLocaleString("en", { dateStyle: "full", timeStyle: "short" });
    }
  };
  refresh();
  setInterval(refresh, 30000);
  document.addEventListener("visibilitychange", refresh);
})();
