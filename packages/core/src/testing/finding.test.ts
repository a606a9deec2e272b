import { afterEach, describe, expect, it, vi } from "vitest";
import { type Finding, showFinding } from "./finding.js";

const finding: Finding = {
  adapter: "mine",
  caseName: "lets no frame or reply wait for a timer",
  measure: "waitMs",
  value: 4.2,
  floor: 0.01,
  notable: true,
  message: "a small frame: both ends were idle for 4.20 ms",
};

afterEach(() => {
  vi.restoreAllMocks();
});

/** Lines that `showFinding` prints. */
async function linesOf(context: unknown): Promise<unknown[]> {
  const info = vi.spyOn(console, "info").mockImplementation(() => {});
  await showFinding(finding, context);
  return info.mock.calls.flat();
}

describe("showFinding", () => {
  it("prints a line and makes an annotation in a runner that has annotations", async () => {
    const annotate = vi.fn(async () => {});
    const lines = await linesOf({ annotate });
    expect(lines).toHaveLength(1);
    for (const part of ["finding:", finding.adapter, finding.caseName, finding.message]) {
      expect(lines[0]).toContain(part);
    }
    expect(annotate).toHaveBeenCalledWith(finding.message, "finding");
  });

  it("makes a diagnostic in a runner that has diagnostics", async () => {
    const diagnostic = vi.fn();
    expect(await linesOf({ diagnostic })).toEqual([]);
    expect(diagnostic).toHaveBeenCalledWith(expect.stringContaining(finding.message));
  });

  it.each([undefined, () => {}])("prints a line if the runner passes %s", async (context) => {
    expect(await linesOf(context)).toHaveLength(1);
  });
});
