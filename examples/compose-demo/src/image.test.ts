import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadImage, MAX_IMAGE_BYTES } from "./image.js";
import { Results } from "./results.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "compose-demo-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("loadImage", () => {
  it("loads the image of the demo by default", async () => {
    expect(await loadImage(null)).toHaveLength(282_531);
  });

  it("loads a file", async () => {
    const path = join(folder, "mine.bin");
    writeFileSync(path, "abc");
    expect(Buffer.from(await loadImage({ path, shownAs: path })).toString()).toBe("abc");
  });

  it.each<[string, (path: string) => void]>([
    ["does not exist", () => {}],
    ["is empty", (path) => writeFileSync(path, "")],
    [
      "exceeds the limit",
      (path) => {
        writeFileSync(path, "");
        truncateSync(path, MAX_IMAGE_BYTES + 1);
      },
    ],
  ])("refuses a file that %s, and shows the path that the user gave", async (_, make) => {
    const path = join(folder, "mine.bin");
    make(path);
    await expect(loadImage({ path, shownAs: "as named" })).rejects.toMatchObject({
      variable: "IMAGE_PATH",
      message: expect.stringContaining("as named"),
    });
  });

  it("refuses a folder", async () => {
    await expect(loadImage({ path: folder, shownAs: folder })).rejects.toMatchObject({
      variable: "IMAGE_PATH",
    });
  });
});

describe("Results", () => {
  it("creates its folder", () => {
    const path = join(folder, "a", "b");
    new Results({ path, shownAs: path });
    expect(() => new Results({ path, shownAs: path })).not.toThrow();
  });

  it("refuses a file, and shows the path that the user gave", () => {
    const path = join(folder, "file");
    writeFileSync(path, "");
    expect(() => new Results({ path, shownAs: "as named" })).toThrow(
      expect.objectContaining({ variable: "RESULTS_DIR", message: expect.stringContaining("as named") }),
    );
  });
});
