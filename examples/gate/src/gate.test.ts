import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { gate } from "./gate.js";

const { resolve } = createRequire(import.meta.url);

/** The command from its sources: a test must not depend on a build. Elsewhere it is `npx wireduel`. */
const wireduel = [
  process.execPath,
  ...["--conditions", "@wireduel/source", "--import", pathToFileURL(resolve("tsx")).href],
  join(dirname(resolve("wireduel/package.json")), "src/main.ts"),
];

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
