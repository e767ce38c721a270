// Reads every feed below a site's address with `feedsmith`, unchanged, and prints what it found as one JSON object.
import { parseFeed, parseOpml } from "feedsmith";

const FOUND = {
  rss: ({ title, atom, items = [] }) => ({
    title,
    links: Object.fromEntries(atom.links.map(({ rel, href }) => [rel, href])),
    items: items.map(({ guid, title, link, pubDate, media }) => [guid.value, title, link, pubDate, media?.thumbnails?.[0].url ?? ""]),
  }),
  atom: ({ title, links, entries = [] }) => ({
    title: title.value,
    links: Object.fromEntries(links.map(({ rel, href }) => [rel ?? "alternate", href])),
    items: entries.map(({ id, title, links, updated, media }) => [id, title.value, links[0].href, updated, media?.thumbnails?.[0].url ?? ""]),
  }),
  json: ({ title, feed_url, hubs, items = [] }) => ({
    title,
    links: { self: feed_url, hub: hubs?.[0].url },
    items: items.map(({ id, title, url, date_modified, image }) => [id, title, url, date_modified, image ?? ""]),
  }),
};

const [origin, ...paths] = process.argv.slice(2);
const text = async (path) => (await fetch(origin + path)).text();
const feeds = {};
for (const path of paths) {
  const { format, feed } = parseFeed(await text(path));
  feeds[path] = { format, ...FOUND[format](feed) };
}
console.log(JSON.stringify({ feeds, opml: parseOpml(await text("feeds.opml")) }));
