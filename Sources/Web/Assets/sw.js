// The service worker of who wants to be told on this device, or has installed these pages as an app. It answers only where the network
// does not: with the last home, where the server says that it may be kept, else with a page that says that one is offline.
"use strict";
const pages = "chorus-pages";
const offline = "/offline";

// Leaving quickly, signing out and signing in, also while publishing: nothing of what was read stays.
const forget = () => caches.open(pages).then((kept) => kept.delete("/home"));
const leaves = (path) => path.startsWith("/auth/") || ["/leave", "/almanac", "/publish", "/settings/delete"].includes(path);
// For a way without a network, not for somebody who finds the device weeks later.
const mostDays = 3;
const lastHome = async () => {
  const answer = await caches.match("/home");
  if (answer && Date.now() - Date.parse(answer.headers.get("Date") ?? "") < mostDays * 86400000) return answer;
  await forget();
};

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const answer = await fetch(offline, { credentials: "omit" });
    const styles = [...(await answer.clone().text()).matchAll(/href="(\/assets\/[^"]+\.css[^"]*)"/g)].map((found) => found[1]);
    const kept = await caches.open(pages);
    await kept.put(offline, answer);
    await kept.addAll(styles);
    await self.skipWaiting();
  })());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const navigate = async (request, url) => {
  const isHome = request.method === "GET" && url.pathname === "/home";
  try {
    const answer = await fetch(request);
    if (isHome) {
      if (answer.ok && answer.headers.get("X-Chorus-Offline") === "keep") {
        if (!url.search) await (await caches.open(pages)).put("/home", answer.clone());
      } else {
        await forget();
      }
    }
    return answer;
  } catch (error) {
    if (request.method !== "GET") throw error;
    return (isHome && await lastHome()) || await caches.match(offline) || Response.error();
  }
};
// Styles have their version in their address: what is kept is never old.
const style = async (request) => {
  const known = await caches.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && request.url.includes("?v=")) await (await caches.open(pages)).put(request, answer.clone());
  return answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (leaves(url.pathname)) event.waitUntil(forget());
  if (request.mode === "navigate") event.respondWith(navigate(request, url));
  else if (request.destination === "style" && request.method === "GET") event.respondWith(style(request));
});

self.addEventListener("push", (event) => {
  const said = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(said.title ?? "", {
    body: said.body ?? "", icon: said.icon, tag: `${said.notification_id ?? ""}`, lang: said.preferred_locale ?? "",
  }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window" });
    const there = open.find((client) => new URL(client.url).pathname === "/notifications");
    if (there) return there.focus();
    return self.clients.openWindow("/notifications");
  })());
});
