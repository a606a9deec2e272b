import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { DESK, it, PHONE } from "./fixtures/browser.js";
import { PAGES } from "./fixtures/pages.js";

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A font of this machine may be a little wider than another one. */
const TOLERANCE = 4;

/** The boxes of the texts of each picture that is seen, and the box of the picture. */
function picturesOf(page: Page): Promise<{ id: string; own: Box; texts: Box[] }[]> {
  return page.locator("figure svg[role=img]:visible").evaluateAll((pictures) => {
    const boxOf = (element: (typeof pictures)[number]) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return { text: (element.textContent ?? "").slice(0, 40), left, right, top, bottom };
    };
    return pictures.map((picture) => ({
      id: picture.closest("figure")?.id ?? "",
      own: boxOf(picture),
      texts: [...picture.querySelectorAll("text")].map(boxOf).filter(({ left, right }) => right > left),
    }));
  });
}

function overlap(a: Box, b: Box): boolean {
  const [across, down] = [
    Math.min(a.right, b.right) - Math.max(a.left, b.left),
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
  ];
  return across > TOLERANCE && down > TOLERANCE;
}

describe.each(PAGES)("the pictures of %s", (_, html) => {
  it.for([PHONE, DESK])(
    "cut off no text, and write none over another, in a window of %i pixels",
    async (width, { open }) => {
      const { page } = await open(html, { width });
      const faults = (await picturesOf(page)).flatMap(({ id, own, texts }) => [
        ...texts
          .filter((text) => text.left < own.left - TOLERANCE || text.right > own.right + TOLERANCE)
          .map(({ text }) => `${id} cuts off: ${text}`),
        ...texts.flatMap((one, index) =>
          texts
            .slice(index + 1)
            .filter((other) => overlap(one, other))
            .map((other) => `${id}: ${one.text} | ${other.text}`),
        ),
      ]);
      expect(faults).toEqual([]);
    },
  );
});
