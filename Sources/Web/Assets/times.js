// While a page stays open: says again how long ago things were, in the words of TimeView.swift, and when by the reader's clock.
(() => {
  "use strict";
  const numbers = new Intl.NumberFormat("[[@language]]");
  const plural = new Intl.PluralRules("[[@language]]");
  const units = [
    [86400, "[[forms:{n} day ago|{n} days ago]]"], [3600, "[[forms:{n} hour ago|{n} hours ago]]"],
    [60, "[[forms:{n} minute ago|{n} minutes ago]]"],
  ].map(([seconds, forms]) => [
    seconds, Object.fromEntries(forms.split("|").map((part) => [part.split(":", 1)[0], part.replace(/^\w+:/, "")])),
  ]);
  const refresh = () => {
    for (const element of document.querySelectorAll("time[data-ago]")) {
      const at = new Date(element.dateTime);
      const age = Math.max(0, (Date.now() - at) / 1000);
      if (Number.isNaN(age) || age >= 7 * 86400) continue;
      const [seconds, forms] = units.find(([seconds]) => age >= seconds) || [];
      const value = Math.floor(age / seconds);
      const words = forms
        ? (forms[plural.select(value)] ?? forms.other).replace("{n}", numbers.format(value)) : "[[just now]]";
      if (element.textContent !== words) element.textContent = words;
      element.title = at.toLocaleString("[[@language]]", { dateStyle: "full", timeStyle: "short" });
    }
  };
  refresh();
  setInterval(refresh, 30000);
  document.addEventListener("visibilitychange", refresh);
})();
