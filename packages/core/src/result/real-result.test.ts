import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { mistakesIn } from "../fixtures/accounting.js";
import { formatJson, formatText, streamText } from "../report/index.js";
import { runBenchmark } from "../run/run-benchmark.js";
import { memory } from "../testing/memory-adapter.js";
import { parseResult } from "./parse-result.js";

const schema = JSON.parse(readFileSync(new URL("../../result.schema.json", import.meta.url), "utf8"));

describe("the result of a run", () => {
  it.each([
    ["one payload at a time", {}],
    ["a scheduled load", { load: { kind: "poisson", ratePerSecond: 500, count: 20 }, maxTransmissions: 5 }],
  ] as const)("survives JSON, and matches the schema: %s", async (_, more) => {
    const events = new EventEmitter();
    let written = "";
    const finish = streamText(events, (text) => (written += text));
    const result = await runBenchmark({
      adapters: [memory(), memory({ codec: "json-array" })],
      payload: new Uint8Array(9),
      receiver: "inline",
      warmupCount: 2,
      events,
      ...more,
    });
    finish(result);
    expect(await mistakesIn(result)).toEqual([]);
    const text = formatJson(result);
    expect(parseResult(text)).toEqual(JSON.parse(text));
    expect(parseResult(text)).toEqual(result);
    const validate = new Ajv2020().compile(schema);
    validate(result);
    expect(validate.errors).toBeNull();
    expect(written).toBe(`${formatText(result)}\n`);
  });
});
