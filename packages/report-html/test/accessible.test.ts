import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { DESK, it, PHONE, unfold } from "./fixtures/browser.js";
import { PAGES } from "./fixtures/pages.js";

/** The rules for what a page is made of. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Those that depend on its colours and its width. */
const OF_ITS_LOOK = ["color-contrast", "target-size", "scrollable-region-focusable"];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe-core finds by some rules, each with its first place. */
async function violationsOf(page: Page, rules: readonly string[]): Promise<string[]> {
  const found: Violation[] = await page.locator(":root").evaluate(async (root, runOnly) => {
    return (await root.ownerDocument.defaultView.axe.run({ runOnly })).violations;
  }, rules);
  return found.map(
    ({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`,
  );
}

const READERS = [
  { width: DESK, scheme: "dark" },
  { width: PHONE, scheme: "light" },
  { width: PHONE, scheme: "dark" },
] as const;

describe.each(PAGES)("the page of %s", (_, html) => {
  it("has no fault that axe-core finds, at a desk and on a phone, light and dark, all of it unfolded", async ({
    open,
  }) => {
    const { page } = await open(html, { width: DESK, scheme: "light", before: axe.source });
    await unfold(page);
    expect(await violationsOf(page, TAGS)).toEqual([]);
    for (const { width, scheme } of READERS) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 800 });
      expect(await violationsOf(page, OF_ITS_LOOK), `${scheme}, ${width} pixels`).toEqual([]);
    }
  });

  it("is reached with the tabulator key, all of it in the order of reading", async ({ open }) => {
    const { page } = await open(html);
    await unfold(page);
    const targets = page
      .locator("a[href], button, input, select, summary, [tabindex='0']")
      .and(page.locator(":visible"));
    const count = await targets.count();
    await targets.evaluateAll((all) => {
      for (const [place, one] of all.entries()) one.setAttribute("data-place", String(place));
    });
    const reached: (string | null)[] = [];
    for (let place = 0; place < count; place++) {
      await page.keyboard.press("Tab");
      reached.push(await page.locator(":focus").getAttribute("data-place"));
    }
    expect(reached).toEqual(Array.from({ length: count }, (_, place) => String(place)));
  });
});
