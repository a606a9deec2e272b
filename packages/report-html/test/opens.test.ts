import { describe, expect } from "vitest";
import { SCRIPT_HASH } from "../src/page/script.generated.js";
import { DESK, it, PHONE, unfold } from "./fixtures/browser.js";
import { PAGES } from "./fixtures/pages.js";
import { serve } from "./fixtures/serve.js";

/** The strictest policy under which the page must work. */
const STRICTEST = `default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'`;

describe.each(PAGES)("the page of %s", (_, html) => {
  it("opens from a file without a complaint, and asks for nothing", async ({ open }) => {
    const { page, complaints, requests } = await open(html);
    await unfold(page);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([page.url()]);
    expect(await page.locator(".verdict").textContent()).not.toBe("");
  });

  it("opens under the strictest policy of a server", async ({ open }) => {
    const served = await serve(html, STRICTEST);
    try {
      const { complaints, requests } = await open(html, { url: served.url });
      expect(complaints).toEqual([]);
      expect(requests).toEqual([served.url]);
      expect(served.paths).toEqual(["/page.html"]);
    } finally {
      served.close();
    }
  });

  it("can be read without scripts, and shows nothing then that needs one", async ({ open }) => {
    const { page, complaints } = await open(html, { scripts: false });
    await unfold(page);
    expect(complaints).toEqual([]);
    expect(await page.locator("button:visible, input:visible, select:visible").count()).toBe(0);
    const pictures = await page.locator("svg[role=img]:visible").count();
    expect(pictures).toBe(await page.locator("figure").count());
  });

  it.for([PHONE, DESK])("does not scroll sideways in a window of %i pixels", async (width, { open }) => {
    const { page } = await open(html, { width });
    const widthOf = () => page.locator(":root").evaluate((root) => root.scrollWidth);
    expect(await widthOf()).toBeLessThanOrEqual(width);
    await unfold(page);
    expect(await widthOf()).toBeLessThanOrEqual(width);
  });

  it("takes the colours of the system, if it forces them", async ({ open }) => {
    const { page } = await open(html, { forcedColors: true });
    const texts = await page.locator("main, figure svg text").evaluateAll((all) => {
      return all.map((one) => {
        const style = one.ownerDocument.defaultView?.getComputedStyle(one);
        return one.localName === "text" ? style?.fill : style?.color;
      });
    });
    expect(new Set(texts).size).toBe(1);
  });

  it("has no buttons and light colours on paper", async ({ open }) => {
    const { page } = await open(html);
    await page.emulateMedia({ media: "print" });
    // Paper has no buttons. The words on some of them stay, as text.
    const framed = await page.locator("button:visible").evaluateAll((buttons) => {
      return buttons.filter(
        (one) => one.ownerDocument.defaultView?.getComputedStyle(one).borderTopWidth !== "0px",
      ).length;
    });
    expect(framed).toBe(0);
    const paper = await page.locator("body").evaluate((body) => {
      return body.ownerDocument.defaultView?.getComputedStyle(body).backgroundColor;
    });
    expect(paper).toBe("rgb(255, 255, 255)");
  });
});
