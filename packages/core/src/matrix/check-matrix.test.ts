import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { defineAdapter } from "../adapter/define-adapter.js";
import type { WireduelError } from "../failure/wireduel-error.js";
import chaos from "../fixtures/chaos-adapter.js";
import { checkMatrix } from "./check-matrix.js";
import type { MatrixOptions } from "./matrix-options.js";

const folder = mkdtempSync(join(tmpdir(), "wireduel-"));
afterAll(() => rmSync(folder, { recursive: true }));

const adapters = [chaos(), chaos()];
const onSockets = defineAdapter({
  name: "sockets",
  supports: { push: false, ordered: true, unixSocket: true },
  dial: () => Promise.reject(new Error("never")),
  listen: () => Promise.reject(new Error("never")),
});
const payload = { sizeBytes: 100 };
const check = (options: Omit<MatrixOptions, "adapters">) => checkMatrix({ adapters, ...options }, 7);

function refusalOf(options: object): string {
  try {
    check(options as MatrixOptions);
  } catch (error) {
    expect((error as WireduelError).code).toBe("INVALID_OPTION");
    return (error as WireduelError).message;
  }
  throw new Error("it was accepted");
}

describe("the axes of a matrix", () => {
  const closed = { kind: "closed-loop", count: 2 } as const;
  const rate = { kind: "constant-rate", ratePerSecond: 10, count: 2 } as const;

  it("are crossed, with the loads innermost", () => {
    const { axes, cells } = check({
      payloads: [payload, { sizeBytes: 10_000 }],
      networks: ["none", "wan", null],
      loads: [closed, rate],
    });
    expect(axes.payloads.map(({ label }) => label)).toEqual(["100 B", "10 kB"]);
    expect(axes.networks.map(({ label }) => label)).toEqual(["none", "wan", "none (3)"]);
    expect(axes.loads.map(({ label }) => label)).toEqual(["1 at a time", "10/s"]);
    expect(cells).toHaveLength(12);
    expect(cells[3]).toMatchObject({
      ...{ payload: 0, network: 1, load: 1 },
      event: { index: 3, of: 12, payload: "100 B", network: "wan", load: "10/s" },
      options: { settings: { network: { name: "wan" }, load: { kind: "constant-rate" } } },
    });
  });

  it("take names, which become labels", () => {
    const { axes } = check({
      payloads: { small: payload, large: new Uint8Array(5) },
      networks: { here: null, far: "wan" },
      loads: { calm: closed },
    });
    expect(axes.payloads.map(({ label }) => label)).toEqual(["small", "large"]);
    expect(axes.networks.map(({ label }) => label)).toEqual(["here", "far"]);
    expect(axes.loads.map(({ label }) => label)).toEqual(["calm"]);
  });

  it("are single values if the options of a single run are given", () => {
    const { axes, cells } = check({ payload, network: "lan", count: 3, delayMs: 5 });
    expect(cells).toHaveLength(1);
    expect(axes.networks).toMatchObject([{ label: "lan", network: { name: "lan" } }]);
    expect(axes.loads).toMatchObject([{ load: { count: 3, thinkTimeMs: 5 } }]);
  });

  it.each<[string, object, RegExp]>([
    ["no payload", {}, /`payloads`/],
    ["an empty axis", { payloads: [] }, /`payloads`.*at least one/],
    ["an axis that is neither a list nor an object", { payloads: 5 }, /`payloads`.*list/],
    ["an empty name", { payloads: { "": payload } }, /names/],
    ["a payload beside payloads", { payload, payloads: [payload] }, /`payload`.*`payloads`/],
    ["a network beside networks", { payload, network: "lan", networks: ["wan"] }, /`network`.*`networks`/],
    ["a load beside loads", { payload, load: closed, loads: [closed] }, /`load`.*`loads`/],
    ["a count beside loads", { payload, count: 1, loads: [closed] }, /`count`.*`loads`/],
    ["probes", { payload, explain: true }, /`explain`.*single cell/],
    ["an unknown option", { payload, network5: "lan" }, /runMatrix.*`network`/],
    ["an invalid shared option", { payload, timeoutMs: 0 }, /^Expected `timeoutMs`/],
    ["events that do not exist", { payload, events: { cells() {} } }, /`cells`/],
  ])("refuse %s", (_, options, message) => {
    expect(refusalOf(options)).toMatch(message);
  });

  it.each<[string, object, RegExp]>([
    [
      "a payload",
      { payloads: [payload, { sizeBytes: -1 }], networks: ["lan"] },
      /payloads\[1\], networks\[0\]: /,
    ],
    [
      "a network",
      { payload, networks: { here: "none", far: "moon" } },
      /the cell of networks\.far: .*`network`/,
    ],
    ["a load", { payload, loads: [{ kind: "closed-loop" }] }, /the cell of loads\[0\]: /],
    [
      "an adapter that does not run under a network",
      { payload, networks: ["none", "wan"], adapters: [onSockets({ unixSocket: true })] },
      /networks\[1\]: .*unixSocket/,
    ],
  ])("name the cell with an invalid value: %s", (_, options, message) => {
    expect(refusalOf(options)).toMatch(message);
  });
});

describe("the payloads of a matrix", () => {
  it("are hashed if they are given, each with its length", () => {
    const hashes = [
      [[1, 2], [3]],
      [[1], [2, 3]],
      [[1, 2], [3]],
    ].map((payloads) => {
      const [point] = check({ payload: payloads.map((bytes) => Uint8Array.from(bytes)) }).axes.payloads;
      return point?.sha256;
    });
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[0]).toBe(hashes[2]);
    expect(hashes[0]).not.toBe(hashes[1]);
    expect(check({ payload }).axes.payloads[0]?.sha256).toBeNull();
  });

  it("are kept in memory once", () => {
    const file = join(folder, "payload");
    writeFileSync(file, "some bytes");
    const { cells } = check({ payload: { file }, networks: ["none", "lan"] });
    const [first, second] = cells.map(({ options }) => options.settings.payloads[0]);
    expect(first).toBe(second);
  });
});

describe("the seed of a matrix", () => {
  it("is the caller's, or the given one, and each cell has its own", () => {
    const both = { payload, networks: ["none", "lan"] } as const;
    expect(check(both).seed).toBe(7);
    const { seed, cells } = check({ ...both, seed: Number.MAX_SAFE_INTEGER });
    expect(seed).toBe(Number.MAX_SAFE_INTEGER);
    expect(cells.map(({ options }) => options.seed)).toEqual([seed, seed - 1]);
    const least = check({ ...both, seed: Number.MIN_SAFE_INTEGER });
    expect(least.cells.map(({ options }) => options.seed)).toEqual([least.seed, least.seed + 1]);
  });
});
