// What serves the pages without a network: put in while the organ has them switched on, taken out with all it kept.

export async function workers(on, script) {
  if (!("serviceWorker" in navigator)) return;
  if (on) {
    await navigator.serviceWorker.register(script, { scope: "/offline/", updateViaCache: "none" });
    return;
  }
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}
