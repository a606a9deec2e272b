import type { ReceiverReport } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { sessionLine } from "./session-line.js";

const none = { received: 0, damaged: 0, undecodable: 0, duplicated: 0, reordered: 0, unchecked: 0 };
const line = (
  phase: ReceiverReport["phase"],
  counts: Partial<typeof none>,
  ended: Parameters<typeof sessionLine>[0]["ended"] = "closed",
) =>
  sessionLine({
    adapter: "ws",
    codec: "raw",
    ended,
    report: { phase, counts: { ...none, ...counts } } as ReceiverReport,
  });

describe("sessionLine", () => {
  it("has the adapter, the codec and how many payloads arrived", () => {
    expect(line("measure", { received: 1_200 })).toMatch(/^ws \(raw\): 1,200 payloads, /);
    expect(line("measure", { received: 1 })).toMatch(/ 1 payload, /);
    expect(line("measure", {})).toMatch(/ 0 payloads$/);
  });

  it("has each fault with its number, and no others", () => {
    const faults = line("measure", { received: 9, damaged: 2, reordered: 1 });
    expect(faults).toMatch(/9 payloads, 2 damaged, 1 reordered$/);
  });

  it("says if the sender vanished", () => {
    const plain = line("measure", { received: 1 });
    expect(line("measure", { received: 1 }, "server-closed")).toBe(plain);
    for (const ended of ["silent", "disconnected"] as const) {
      expect(line("measure", { received: 1 }, ended)).toMatch(
        new RegExp(`^${plain?.replace(/[()]/g, ".")}; the sender`),
      );
      expect(line("warm-up", {}, ended)).toMatch(/; the sender/);
      expect(line(null, {}, ended)).toBeUndefined();
    }
  });

  it("is there for a session that measured nothing, but not for a pass that counts bytes", () => {
    expect(line("warm-up", { received: 3 })).toMatch(/^ws/);
    expect(line(null, {})).toBeUndefined();
  });
});
