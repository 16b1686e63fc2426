// A tab that shows a page, for the modules that read and check it.

import { readFileSync } from "node:fs";
import { scored } from "./answers.js";
import { newChrome } from "./browser.js";

export const PAGE = { url: "https://news.example/a", born: 2, html: "<!doctype html><p>Text", password: false, empty: false };

/**
 * A tab with `page`, of a reader who agreed; becomes the global chrome, and fetch its server's.
 * @param {{looks?: boolean, onRead?: () => Promise<unknown>, onPermission?: () => Promise<unknown>, mode?: string}} [how]
 *   looks: its document can be told; onRead, onPermission: happen while it is read, and while a permission is looked up
 * @returns {Promise<string[]>} gets the addresses to which pages are sent
 */
export async function tabWith(page, { looks = true, onRead = async () => {}, onPermission = async () => {}, mode = "click" } = {}) {
  const { storage } = newChrome({
    scripting: {
      async executeScript({ files }) {
        if (files?.includes("content/strip.js")) await onRead();
        else if (!looks) throw new Error("no access");
        return [{ result: { article: true, ...page } }];
      },
    },
    permissions: { contains: async () => (await onPermission(), true) },
    tabs: { get: async () => ({ url: page.url, incognito: false }) },
    action: { setBadgeText() {}, setBadgeBackgroundColor() {}, setBadgeTextColor() {}, setTitle() {} },
    runtime: { getURL: (path) => path },
  });
  await storage.local.set({ settings: { consent: 1, token: "t", mode } });
  return sentBy();
}

function sentBy() {
  const sent = [];
  globalThis.fetch = async (url) => {
    if (!String(url).endsWith("/score")) return new Response(readFileSync(`extension/${url}`));
    sent.push(String(url));
    return Response.json(scored());
  };
  return sent;
}
