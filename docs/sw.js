// A service worker that removes itself and what the site has kept. Authors get it with --live, so that no kept
// page hides an edit; the build puts the real one in its place (tools/build/offline.py). Whoever wants
// to end the use without a network puts this file on the server again.
const KEPT = `sjukskrivning ${self.registration.scope}`; // tools/browser/offline/names.mjs

addEventListener("install", () => self.skipWaiting());
addEventListener("activate", (event) => {
  const emptied = Promise.all([KEPT, `${KEPT} former`].map((name) => caches.delete(name)));
  event.waitUntil(emptied.then(() => self.registration.unregister()));
});
