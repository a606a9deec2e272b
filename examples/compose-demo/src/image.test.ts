import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadImage, MAX_IMAGE_BYTES } from "./image.js";

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
      setting: "IMAGE_PATH",
      message: expect.stringContaining("as named"),
    });
  });

  it("refuses a folder", async () => {
    await expect(loadImage({ path: folder, shownAs: folder })).rejects.toMatchObject({
      setting: "IMAGE_PATH",
    });
  });
});
