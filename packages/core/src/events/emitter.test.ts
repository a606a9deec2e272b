import { EventEmitter as NodeEmitter } from "node:events";
import { EventEmitter } from "eventemitter3";
import { describe, expect, it } from "vitest";
import { buildRound, buildTiming } from "../fixtures/build-result.js";
import type { Emitter } from "../options/emitter-option.js";
import { SafeEmitter } from "./emitter.js";
import { EVENT_NAMES } from "./events.js";

const event = { label: "A", title: "A", index: 0, timing: buildTiming("A", buildRound([1])) };

/** An emitter of either kind with one handler of `timing`. */
const emitters: [string, (handler: (event: unknown) => void) => Emitter][] = [
  ["node:events", (handler) => new NodeEmitter().on("timing", handler)],
  ["eventemitter3", (handler) => new EventEmitter().on("timing", handler)],
];

describe.each(emitters)("SafeEmitter over %s", (_, emitterWith) => {
  it("emits events, and knows which of them have handlers", () => {
    const heard: unknown[] = [];
    const safe = new SafeEmitter(
      emitterWith((one) => heard.push(one)),
      () => expect.fail("no handler threw"),
    );
    expect([safe.has("timing"), safe.has("progress")]).toEqual([true, false]);
    safe.emit("timing", event);
    expect(heard).toEqual([event]);
  });

  it("never throws: it reports the error of a handler with the name of the event", () => {
    const failures: string[] = [];
    const safe = new SafeEmitter(
      emitterWith(() => {
        throw new Error("mine");
      }),
      (message) => failures.push(message),
    );
    safe.emit("timing", event);
    expect(failures).toEqual([expect.stringMatching(/timing.*mine/)]);
  });
});

describe("SafeEmitter", () => {
  it("throws the error itself if nobody else takes it", () => {
    const safe = new SafeEmitter(
      new EventEmitter().on("timing", () => {
        throw new Error("mine");
      }),
    );
    expect(() => safe.emit("timing", event)).toThrow(
      expect.objectContaining({
        code: "EVENT_HANDLER_FAILED",
        message: expect.stringMatching(/timing.*mine/),
      }),
    );
  });
});

describe("EVENT_NAMES", () => {
  it("are unique and do not include `error`, which node:events throws without a handler", () => {
    expect(new Set(EVENT_NAMES).size).toBe(EVENT_NAMES.length);
    expect(EVENT_NAMES).not.toContain("error");
  });
});
