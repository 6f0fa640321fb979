/* Keeps the page of a visit, and the files it needs, for when there is no connection, a very slow one, or
   a site that fails. The site is asked first, always. One cache for each visit: it goes when the visit is
   handed in, when the person signs out, and when the site no longer shows the page. */
const PAGE = /^\/visits\/(\d+)\/phone\/$/;
const PATIENCE = 5000; // milliseconds
const nameOf = (visit) => `visit-${visit}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { keep, files, forget } = event.data;
  if (forget) event.waitUntil(caches.delete(nameOf(forget)));
  if (keep) event.waitUntil(caches.open(nameOf(keep)).then((cache) => cache.addAll(files)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const visit = PAGE.exec(pathname)?.[1];
  if (visit && request.mode === "navigate") event.respondWith(pageOf(visit, request, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(fresh(request, request));
});

/* The site's answer, or what is kept where there is none in time; without either, the site's after all. */
const fresh = async (request, kept) => {
  const asked = fetch(request);
  const tired = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE));
  const response = await Promise.race([asked, tired]).catch(() => null);
  if (response && response.status < 500) return response;
  return (await caches.match(kept)) ?? asked.catch(() => Response.error());
};

const pageOf = async (visit, request, pathname) => {
  const response = await fresh(request, pathname);
  // Signed out, or no longer this person's visit.
  if (response.type === "opaqueredirect" || response.status === 404) {
    await caches.delete(nameOf(visit));
  }
  return response;
};
