import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { gate } from "./gate.js";

const { resolve } = createRequire(import.meta.url);

/** Elsewhere it is `npx wireduel`. */
const wireduel = [process.execPath, join(dirname(resolve("wireduel/package.json")), "dist/main.js")];

it.each([
  ["equal.js", 0],
  ["slower.js", 3],
])(
  "the gate judges the change %s with exit code %i",
  async (change, expected) => {
    const { code, report } = await gate(change, wireduel);
    expect(code, report).toBe(expected);
  },
  300_000,
);
