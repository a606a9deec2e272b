import { describe, expect, it } from "vitest";
import { CORE_VERSION, inspectHost, runBenchmark } from "../index.js";
import { formatJson, parseResult } from "../report/index.js";
import { memory } from "../testing/index.js";
import { commitOf } from "./commit.js";

const run = () =>
  runBenchmark({ adapters: [memory()], payload: new Uint8Array(4), count: 1, receiver: "inline" });

describe("a result", () => {
  it("says what made it, and keeps that when it is stored", async () => {
    const result = await run();
    const { provenance, machine, startedAt, endedAt } = result;
    expect(provenance).toMatchObject({ core: CORE_VERSION, runtime: "node", node: process.versions.node });
    expect(provenance.commit).toBe(commitOf(process.cwd()));
    expect(machine.platform).toBe(process.platform);
    expect(Date.parse(endedAt)).toBeGreaterThanOrEqual(Date.parse(startedAt));
    expect(parseResult(formatJson(result))).toEqual(result);
  });

  it("says what can be read without a run", async () => {
    const { machine, activity, ...program } = inspectHost();
    const result = await run();
    expect(result.machine).toEqual(machine);
    expect(result.provenance).toMatchObject(program);
    expect(Object.keys(result.provenance.activity)).toEqual(Object.keys(activity()));
  });

  it("has an id of its own", async () => {
    expect((await run()).provenance.id).not.toBe((await run()).provenance.id);
  });
});
