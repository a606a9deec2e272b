import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { formatJson, type StoredResult } from "@wireduel/core/report";
import { describe, expect, it, vi } from "vitest";
import { buildAxes, buildMatrix } from "../../../core/src/fixtures/build-matrix.js";
import {
  buildProvenance,
  buildResult,
  buildRound,
  buildTiming,
  buildTransmission,
} from "../../../core/src/fixtures/build-result.js";
import { formatHtml } from "../index.js";
import { compressedResult } from "./embed-result.js";

const run = (label = "a", id = "an id") =>
  buildResult([buildTiming(label, buildRound([1, 2]))], { provenance: buildProvenance({ id }) });

/** What the page has inside, as the command reads it. */
function embeddedIn(page: string): string | undefined {
  const [, text] =
    page.match(
      /<script type="application\/gzip\+base64" id="wireduel-result">([A-Za-z0-9+/]+=*)<\/script>/,
    ) ?? [];
  return text === undefined ? undefined : gunzipSync(Buffer.from(text, "base64")).toString("utf8");
}

describe("the result inside a page", () => {
  it.each<[string, StoredResult]>([
    ["a run", run()],
    ["a matrix", buildMatrix(buildAxes([100]), [run()])],
    ["labels that try to end the element", run("</script>\u2028 \ud83d\ude00")],
    // More than one chunk of base64, whatever its length is divided by 3.
    ...[100_000, 100_001, 100_002].map((size): [string, StoredResult] => [
      `${size} random characters`,
      run("a", randomBytes(size).toString("hex").slice(0, size)),
    ]),
  ])("is the JSON of %s, byte by byte", (_, stored) => {
    expect(embeddedIn(formatHtml(stored))).toBe(formatJson(stored));
  });

  it("is the same where there is no Buffer, as in browsers", () => {
    const stored = run("a", randomBytes(50_000).toString("hex"));
    const inNode = compressedResult(stored);
    vi.stubGlobal("Buffer", undefined);
    try {
      expect(compressedResult(stored)).toBe(inNode);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("is left out if it is not wanted, and the page says where it is", () => {
    const page = formatHtml(run(), { embedResult: false, resultFile: "result <1>.json" });
    expect(embeddedIn(page)).toBeUndefined();
    expect(page).toContain("not inside this page");
    expect(page).toContain("result &lt;1&gt;.json");
  });

  it("is left out if it is too large, and the page says so", () => {
    const incompressible = run("a", randomBytes(6_200_000).toString("base64"));
    const page = formatHtml(incompressible, { resultFile: "result.json" });
    expect(embeddedIn(page)).toBeUndefined();
    expect(page).toContain("too large");
    expect(page).toContain("result.json");
  });

  it("is left out if its transmissions alone are too many to be written as JSON", () => {
    const round = buildRound([1, 2]);
    const [one] = round.transmissions;
    // Each of them is the same object, so that the test needs little memory. Their JSON would be longer than a string can be.
    const transmissions = Array.from({ length: 2_000_000 }, () => one as NonNullable<typeof one>);
    const part = compressedResult(buildResult([buildTiming("a", { ...round, transmissions })]));
    expect(part).toBeUndefined();
  });

  it("is not left out because of one long error", () => {
    const round = buildRound([1, 2]);
    const failed = round.transmissions.map((one, index) =>
      index > 0
        ? one
        : {
            ...buildTransmission(0, 1, { status: "failed", transmissionMs: null }),
            error: { code: "PAYLOAD_TIMEOUT" as const, message: "x".repeat(21_000_000) },
          },
    );
    expect(
      compressedResult(buildResult([buildTiming("a", { ...round, transmissions: failed })])),
    ).toBeDefined();
  });

  it.each([
    [{ embedResult: 1 }, "embedResult"],
    [{ resultFile: 5 }, "resultFile"],
    [{ command: null }, "command"],
    [{ embedResults: true }, "embedResult"],
    [5, "options"],
  ])("is not decided by nonsense: %j", (options, named) => {
    expect(() => formatHtml(run(), options as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(named) }),
    );
  });
});
