import { describe, expect, it } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import type { Cause, Explanation } from "../result/result.js";
import { explain } from "../verdict/why/explain.js";
import { compared, timingOf } from "../verdict/why/fixtures/build-pair.js";
import tunable from "./fixtures/tunable-adapter.js";
import { candidatesFor } from "./probe-candidates.js";

const pair = [timingOf("A", { transportMs: 5 }, 0), timingOf("B", {}, 1)];
const [explanation] = explain(pair, [compared("transmission", "slower")]) as [Explanation];
const waiting = [timingOf("A", { transportMs: 5, waits: 9 }, 0), timingOf("B", {}, 1)];
const [waits] = explain(waiting, [compared("transmission", "slower")]) as [Explanation];

describe("the settings to try", () => {
  it("are those of the profile `tuned` if the protocols differ, but for what the faster one has, too", async () => {
    const found = await candidatesFor(explanation, tunable(), chaos());
    expect(found).toMatchObject([
      { setting: "options.noDelay", from: false, tried: true, origin: "tuned" },
      { setting: "options.windowBytes", from: 1, tried: 1_000, origin: "tuned" },
    ]);
    const [noDelay] = found;
    expect(noDelay?.changed.options).toEqual({ windowBytes: 1, noDelay: true, stallMs: 0 });
  });

  it("are only those that belong to what was measured, if there are any", async () => {
    expect(waits.causes.map(({ code }: Cause) => code)).toEqual(["WAITS"]);
    const found = await candidatesFor(waits, tunable(), chaos());
    expect(found.map(({ setting }) => setting)).toEqual(["options.windowBytes"]);
  });

  it("are none if it has all of the profile, or no profile", async () => {
    expect(await candidatesFor(explanation, tunable({ profile: "tuned" }), chaos())).toEqual([]);
    expect(await candidatesFor(explanation, chaos(), tunable())).toEqual([]);
  });

  it("of one protocol are those in which the two differ, if there are several", async () => {
    const several = await candidatesFor(
      explanation,
      tunable({ codec: "json-array", windowBytes: 5 }),
      tunable({ profile: "tuned", stallMs: 0, noDelay: false }),
    );
    expect(several).toMatchObject([
      { setting: "codec", from: "json-array", tried: "raw", origin: "faster" },
      { setting: "options.windowBytes", from: 5, tried: 1_000, origin: "faster" },
    ]);
    expect(await candidatesFor(explanation, tunable({ windowBytes: 5 }), tunable())).toEqual([]);
  });
});
