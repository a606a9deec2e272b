import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { WireduelError } from "@wireduel/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildContext } from "../fixtures/build-context.js";
import { ResultStore } from "./result-store.js";

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "wireduel-store-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

/** Measures until an error comes, and returns the names that are left in the folder of results. */
async function leftAfter(error: Error, ...stored: readonly string[]): Promise<string[]> {
  const measured = new ResultStore("results", buildContext({ cwd })).measure("result.json", (file = "") => {
    for (const name of stored) writeFileSync(join(dirname(file), name), "{}");
    return Promise.reject(error);
  });
  await expect(measured).rejects.toBe(error);
  return readdirSync(join(cwd, "results"), { recursive: true }).map((name) =>
    String(name).replace(/^.*[\\/]/, ""),
  );
}

describe("a run that ends with an error", () => {
  it("leaves no folder if nothing was measured", async () => {
    expect(await leftAfter(new WireduelError("RECEIVER_LOST", "gone"), "result.partial.json")).toEqual([]);
    expect(await leftAfter(new TypeError("a fault of the program"))).toEqual([]);
  });

  it("keeps what was stored before a fault of the program", async () => {
    const left = await leftAfter(new TypeError("a fault of the program"), "result.partial.json");
    expect(left).toContain("result.partial.json");
  });
});
