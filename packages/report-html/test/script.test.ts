import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { formatJson } from "@wireduel/core/report";
import type { Download, Locator, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { formatHtml } from "../src/index.js";
import { it, PHONE, unfold } from "./fixtures/browser.js";
import { large, measured } from "./fixtures/stored.js";

const COMMAND = `wireduel ws grpc --label "it's"`;
const html = formatHtml(measured, { command: COMMAND });

/** What a click saves. */
async function savedBy(page: Page, button: Locator): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return download;
}

describe("the script of the page", () => {
  it("shows the value under the mouse, and takes it away again", async ({ open }) => {
    const { page } = await open(html);
    const dot = page.locator("#ratios svg:visible circle").first();
    await dot.hover();
    const tip = page.locator(".tip");
    expect(await tip.textContent()).toMatch(/\d/);
    await page.mouse.move(1, 1);
    expect(await tip.isHidden()).toBe(true);
  });

  it("shows the value next to a finger, and takes it away at a touch elsewhere", async ({ open }) => {
    const { page } = await open(html, { width: PHONE, touch: true });
    const dots = page.locator("#ratios svg:visible circle");
    await dots.first().scrollIntoViewIfNeeded();
    const values = await dots.evaluateAll((all) => all.map((one) => one.getAttribute("data-value")));
    const box = await dots.first().boundingBox();
    // No finger hits a dot of a few pixels.
    await page.touchscreen.tap((box?.x ?? 0) + 1, (box?.y ?? 0) - 6);
    const tip = page.locator(".tip");
    expect(values).toContain(await tip.textContent());
    await page.locator("#ratios h3").tap();
    expect(await tip.isHidden()).toBe(true);
  });

  it("goes from value to value with the arrow keys, and says each to a reader who does not see it", async ({
    open,
  }) => {
    const { page } = await open(html);
    await page.locator("#ratios .scroll:visible").first().focus();
    const said: (string | null)[] = [];
    for (let time = 0; time < 3; time++) {
      await page.keyboard.press("ArrowRight");
      said.push(await page.locator("[role=status]").textContent());
      expect(await page.locator(".tip").textContent()).toBe(said[time]);
    }
    expect(new Set(said).size).toBeGreaterThan(1);
    await page.keyboard.press("Escape");
    expect(await page.locator(".tip").isHidden()).toBe(true);
  });

  it("sorts a table by a column: up, down, and as it was", async ({ open }) => {
    const { page } = await open(formatHtml(large));
    const table = page.locator("table.sortable").first();
    const head = table.locator("thead th", { hasText: "median" });
    const values = async () =>
      (await table.locator("tbody tr td:nth-child(2)").allTextContents()).map(Number);
    const before = await values();
    const up = before.toSorted((a, b) => a - b);
    for (const [order, expected] of [
      ["ascending", up],
      ["descending", up.toReversed()],
      [null, before],
    ] as const) {
      await head.getByRole("button").click();
      expect(await head.getAttribute("aria-sort")).toBe(order);
      expect(await values()).toEqual(expected);
    }
  });

  it("shows one adapter alone, in all pictures", async ({ open }) => {
    const { page } = await open(formatHtml(large));
    const button = page.locator("#adapters button").first();
    await button.click();
    expect(await button.getAttribute("aria-pressed")).toBe("true");
    const dimmed = page.locator("figure svg .dim");
    const others = await dimmed.evaluateAll((all) => all.every((one) => !one.classList.contains("a0")));
    expect([(await dimmed.count()) > 0, others]).toEqual([true, true]);
    await button.click();
    expect(await dimmed.count()).toBe(0);
  });

  it("shows one adapter alone if its name in a picture is pressed", async ({ open }) => {
    const { page } = await open(formatHtml(large));
    const button = page.locator("#adapters button").nth(1);
    const label = (await button.textContent())?.trim() ?? "";
    for (const id of ["spread", "percentiles-transmissionMs", "over-time", "parts", "costs", "course"]) {
      const name = page
        .locator(`#${id} svg :is(.key text, text.name, .name text)`, { hasText: label })
        .first();
      expect(
        await name.evaluate((one) => one.ownerDocument.defaultView?.getComputedStyle(one).cursor),
        id,
      ).toBe("pointer");
      for (const pressed of ["true", "false"]) {
        await name.click();
        expect(await button.getAttribute("aria-pressed"), id).toBe(pressed);
      }
    }
  });

  it("shows a ratio with both of its adapters", async ({ open }) => {
    const { page } = await open(formatHtml(large));
    const dimmed = page.locator("#ratios svg .dim");
    const rows = await page.locator("#ratios svg g.a0").count();
    expect(rows).toBeGreaterThan(1);
    const buttons = page.locator("#adapters button");
    await buttons.nth(0).click();
    expect(await dimmed.count()).toBe(0);
    await buttons.nth(1).click();
    expect(await dimmed.count()).toBe(rows - 1);
  });

  it("saves each picture as a file that stands alone", async ({ open }) => {
    const { page } = await open(html);
    await unfold(page);
    const figures = page.locator("figure");
    const count = await figures.count();
    expect(count).toBeGreaterThan(0);
    for (let index = 0; index < count; index++) {
      const figure = figures.nth(index);
      const download = await savedBy(page, figure.getByRole("button", { name: "Save as SVG" }));
      expect(download.suggestedFilename()).toBe(`wireduel-${await figure.getAttribute("id")}.svg`);
      const path = await download.path();
      const text = readFileSync(path, "utf8");
      expect(text).not.toMatch(/ class="|var\(|NaN|undefined/);
      // The browser knows the kind of a file by its name.
      const copy = `${path}.svg`;
      await download.saveAs(copy);
      const { page: picture, complaints, requests } = await open("", { url: pathToFileURL(copy).href });
      expect(complaints).toEqual([]);
      expect(requests).toHaveLength(1);
      expect(await picture.locator("parsererror").count()).toBe(0);
      expect(await picture.locator("svg > title").count()).toBe(1);
      // What keeps lines away from a text is behind it, and does not cover it.
      const outlined = text.match(/<(?:text|g) [^>]*stroke-linejoin="round"[^>]*>/g) ?? [];
      expect(outlined.filter((tag) => !tag.includes('paint-order="stroke"'))).toEqual([]);
      const { width = 0 } = (await picture.locator("svg text").first().boundingBox()) ?? {};
      expect(width).toBeGreaterThan(0);
    }
  });

  it("offers that on the line of the numbers, which open below it, on a phone, too", async ({ open }) => {
    const { page } = await open(html, { width: PHONE });
    const figure = page.locator("figure").first();
    const [button, numbers] = [
      figure.getByRole("button", { name: "Save as SVG" }),
      figure.locator("summary"),
    ];
    await numbers.click();
    const [tool, line, table] = (
      await Promise.all([button, numbers, figure.locator("table")].map((one) => one.boundingBox()))
    ).map((box) => box ?? expect.fail("it is not drawn"));
    expect(tool?.y).toBeLessThan((line?.y ?? 0) + (line?.height ?? 0));
    expect((tool?.y ?? 0) + (tool?.height ?? 0)).toBeGreaterThan(line?.y ?? 0);
    expect(table?.y).toBeGreaterThanOrEqual((tool?.y ?? 0) + (tool?.height ?? 0));
  });

  it("saves the result that is inside the page, byte by byte", async ({ open }) => {
    const { page } = await open(html);
    const download = await savedBy(page, page.getByRole("button", { name: "Save the result" }));
    expect(readFileSync(await download.path(), "utf8")).toBe(formatJson(measured));
  });

  it("copies the command, or at least selects it", async ({ open }) => {
    const { page } = await open(html);
    const button = page.getByRole("button", { name: "Copy the command" });
    await button.click();
    // The button says it only for a moment.
    await expect.poll(() => page.locator("[role=status]").textContent()).toMatch(/Copied|Selected/);
    expect(
      await page.locator(":root").evaluate((root) => root.ownerDocument.getSelection()?.toString()),
    ).toBe(COMMAND);
  });
});
