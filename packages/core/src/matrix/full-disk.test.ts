import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BenchmarkEvents } from "../events/events.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { canMount, SmallDisk } from "../fixtures/small-disk.js";
import { parseMatrix } from "../result/parse-matrix.js";
import type { MatrixOptions } from "./matrix-options.js";
import { runMatrix } from "./run-matrix.js";

const ROOM = 262_144;
const options = {
  adapters: [chaos({ label: "a" })],
  payloads: { small: { sizeBytes: 10 }, large: { sizeBytes: 100 } },
  count: 2,
  warmupCount: 0,
  receiver: "inline",
} as const satisfies MatrixOptions;

describe.skipIf(!canMount)("a matrix whose disk fills (skipped: this user may not mount)", () => {
  let disk: SmallDisk;
  let file = "";
  let filler = "";
  const failures: unknown[] = [];
  type Stored = Parameters<BenchmarkEvents["stored"]>[0];

  beforeEach(() => {
    disk = new SmallDisk(ROOM);
    file = join(disk.path, "matrix.json");
    filler = join(disk.path, "filler");
    failures.length = 0;
  });
  afterEach(() => disk.end());

  /** Takes all that is left. */
  const fill = () => {
    for (let size = ROOM; size > 0; size -= 4_096) {
      try {
        return writeFileSync(filler, "f".repeat(size));
      } catch {
        rmSync(filler, { force: true });
      }
    }
  };
  const stored = ({ failure }: Stored) => failures.push(failure?.code ?? null);

  it("goes on, and stores the rest when there is room again", async () => {
    const block = () => rmSync(filler, { force: true });
    const phase = ({ phase }: { readonly phase: string }) => {
      if (failures.length === 0 && phase === "connect") fill();
    };
    const matrix = await runMatrix({ ...options, file, events: { stored, block, phase } });
    expect(failures).toEqual(["FILE_NOT_WRITTEN", null]);
    expect(matrix.status).toBe("completed");
    expect(parseMatrix(readFileSync(file, "utf8"))).toEqual(matrix);
  });

  it("has its last state in the file and all in the error, if there is none at its end", async () => {
    const error = await failureOf(runMatrix({ ...options, file, events: { stored, block: fill } }));
    expect(error).toMatchObject({ code: "FILE_NOT_WRITTEN", message: expect.stringContaining("ENOSPC") });
    expect(failures).toEqual([null, "FILE_NOT_WRITTEN"]);
    expect(error.matrix).toMatchObject({ status: "completed" });
    const left = parseMatrix(readFileSync(file, "utf8"));
    expect(left.status).toBe("running");
    expect(left.cells.filter(({ blocks }) => blocks > 0)).toHaveLength(1);
  });
});
