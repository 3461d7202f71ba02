// On the page of notifications: to be told on this device also while no page is open. The browser asks only when a button is pressed.
(() => {
  "use strict";
  const place = document.querySelector("[data-push]");
  if (!place || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  const [on, off, said] = ["on", "off", "said"].map((name) => place.querySelector(`[data-push-${name}]`));
  const show = (isOn) => { [place.hidden, on.hidden, off.hidden] = [false, isOn, !isOn]; };
  const say = (words) => { said.textContent = words; };
  const send = async (fields) => {
    const body = new URLSearchParams({ csrf: place.dataset.csrf, ...fields });
    const answer = await fetch("/notifications/push", { method: "POST", body, headers: { "X-Requested-With": "part" } });
    if (!answer.ok) throw new Error("refused");
  };
  const current = async () => (await navigator.serviceWorker.getRegistration("/"))?.pushManager.getSubscription();

  on.addEventListener("click", async () => {
    if (await Notification.requestPermission() !== "granted") {
      return say("[[This browser does not allow notifications from here. Its settings for this page can change that.]]");
    }
    let subscription;
    try {
      await navigator.serviceWorker.register("/sw.js");
      const { pushManager } = await navigator.serviceWorker.ready;
      subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: place.dataset.push });
      const { endpoint, keys } = subscription.toJSON();
      await send({ do: "on", endpoint, p256dh: keys.p256dh, auth: keys.auth });
      show(true);
      say("[[Done. You are told on this device.]]");
      off.focus();
    } catch {
      await subscription?.unsubscribe();
      say("[[That did not work. Please try again in a minute.]]");
    }
  });
  off.addEventListener("click", async () => {
    try {
      await (await current())?.unsubscribe();
      await send({ do: "off" });
      show(false);
      say("[[Done. You are not told on this device any more.]]");
      on.focus();
    } catch {
      say("[[That did not work. Please try again in a minute.]]");
    }
  });
  // The browser may still have what somebody else asked for, or what has ended here.
  current().then((subscription) => show(Boolean(subscription) && place.dataset.told === "true"), () => {});
})();
