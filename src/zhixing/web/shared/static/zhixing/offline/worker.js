// The service worker: keeps the public shell on the phone, version by version, and nothing else, ever.
//
// `self.SHELL` stands before this: { version, page, files }. Whatever is not one of these addresses goes to the
// network as if there were no worker; no page of a person, no answer of the server is stored here.

const NAME = `zhixing-shell-${self.SHELL.version}`;
const KNOWN = new Set(self.SHELL.files);

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
    const fresh = [self.SHELL.page, ...self.SHELL.files].map((one) => new Request(one, {
      cache: "reload", credentials: "omit",
    }));
    await cache.addAll(fresh);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("zhixing-shell-") && name !== NAME) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const page = request.mode === "navigate" && address.pathname === self.SHELL.page;
  if (!page && !KNOWN.has(address.pathname)) return;
  event.respondWith((async () => {
    const cache = await caches.open(NAME);
    const kept = await cache.match(page ? self.SHELL.page : address.pathname);
    return kept || fetch(request);
  })());
});
