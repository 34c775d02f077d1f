{% load static %}// The public service worker. It keeps only what says "Cache-Control: public", fetched without credentials, and never
// the areas of people and staff. The address of each file changes with its content, so a new file makes a new worker.
const FILES = [
  "{% static 'css/tokens.css' %}",
  "{% static 'css/base.css' %}",
  "{% static 'css/components.css' %}",
  "{% static 'js/portal.js' %}",
  "{% static 'js/checklist.js' %}",
  "{% static 'img/favicon.svg' %}",
];
const OFFLINE = "{% url 'offline' %}";
const NEVER = ["/pintu/", "/kerja/", "/akun/", "/tanya/", "/lapor/", "/admin/", "/cari/", "/verifikasi/"];
const SHELL = `shell-${FILES.join("").replace(/[^a-z0-9]/g, "").slice(-200)}`;
const PAGES = "pages";
const MOST_PAGES = 60;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll([...FILES, new Request(OFFLINE, { credentials: "omit" })]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => ![SHELL, PAGES].includes(name)).map((name) => caches.delete(name))))
      .then(keepWhatIsOpen)
      .then(() => self.clients.claim()),
  );
});

function isForReading(url) {
  return url.origin === self.location.origin && !NEVER.some((prefix) => url.pathname.startsWith(prefix));
}

// The page that brought the worker along was loaded before it.
async function keepWhatIsOpen() {
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const urls = pages.map((client) => new URL(client.url)).filter(isForReading);
  await Promise.all(urls.map((url) => keep(url).catch(() => undefined)));
}

function isPublic(response) {
  return response.ok && (response.headers.get("Cache-Control") || "").includes("public");
}

async function keep(page) {
  const url = page.href.split("#")[0];
  const response = await fetch(url, { credentials: "omit" });
  if (!isPublic(response)) return;
  const cache = await caches.open(PAGES);
  await cache.put(url, response);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST_PAGES)).map((request) => cache.delete(request)));
}

async function page(event) {
  const url = new URL(event.request.url);
  try {
    const response = await fetch(event.request);
    // A reading page is kept for later; another fetch, without credentials, so that no name is in it.
    if (response.ok) event.waitUntil(keep(url).catch(() => undefined));
    return response;
  } catch {
    const cache = await caches.open(PAGES);
    return (await cache.match(url.href.split("#")[0])) || caches.match(OFFLINE);
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((hit) => hit || fetch(event.request)));
  } else if (event.request.mode === "navigate" && isForReading(url)) {
    event.respondWith(page(event));
  } else if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(OFFLINE)));
  }
});
