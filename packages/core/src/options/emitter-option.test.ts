import { EventEmitter as NodeEmitter } from "node:events";
import { EventEmitter } from "eventemitter3";
import { describe, expect, it } from "vitest";
import { emitterKind } from "./emitter-option.js";
import { refusal } from "./fixtures/refusal.js";

const kind = emitterKind(["phase", "timing"]);

describe("emitterKind", () => {
  it.each<[string, (handler: (event: unknown) => void) => unknown]>([
    ["node:events", (handler) => new NodeEmitter().on("timing", handler)],
    ["eventemitter3", (handler) => new EventEmitter().on("timing", handler)],
  ])("returns an emitter of %s unchanged", (_, emitterWith) => {
    const heard: unknown[] = [];
    const emitter = emitterWith((event) => heard.push(event));
    const parsed = kind.parse("events", emitter);
    expect(parsed).toBe(emitter);
    expect([parsed.listenerCount("timing"), parsed.listenerCount("phase")]).toEqual([1, 0]);
    parsed.emit("timing", 7);
    expect(heard).toEqual([7]);
  });

  it("accepts an object with some or all handlers", () => {
    const heard: unknown[] = [];
    const parsed = kind.parse("events", { timing: (event: unknown) => heard.push(event), phase: undefined });
    expect([parsed.listenerCount("timing"), parsed.listenerCount("phase")]).toEqual([1, 0]);
    parsed.emit("timing", 7);
    expect(heard).toEqual([7]);
    expect(kind.parse("events", {}).listenerCount("timing")).toBe(0);
  });

  it("accepts an instance whose methods are handlers, and keeps `this`", () => {
    class Handlers {
      readonly #heard: unknown[] = [];
      timing(event: unknown): void {
        this.#heard.push(event);
      }
      get heard(): unknown[] {
        return this.#heard;
      }
    }
    const handlers = new Handlers();
    kind.parse("events", handlers).emit("timing", 7);
    expect(handlers.heard).toEqual([7]);
  });

  it("handles no events by default", () => {
    for (const name of ["phase", "timing"]) expect(kind.default.listenerCount(name)).toBe(0);
  });

  it.each<[unknown, string]>([
    [null, "events"],
    [7, "events"],
    [() => {}, "events"],
    [[], "events"],
    [{ timnig: () => {} }, "timnig"],
    [{ timing: "x" }, "events.timing"],
    [{ emit: () => true }, "emit"],
  ])("refuses %j", (value, name) => {
    expect(refusal(() => kind.parse("events", value))).toContain(`\`${name}\``);
  });
});
