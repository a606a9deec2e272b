import { describe, expect, it } from "vitest";
import { buildContext } from "../fixtures/build-context.js";
import { styledReport, stylesOf } from "./styles.js";

const REPORT =
  "gRPC takes twice as long.\nIt waits.\n\nBy the transmission time.\n\n=== ws ===\n\nWarning (ws): lost\n";

describe("stylesOf", () => {
  it("looks at the stream that is written to", () => {
    const context = buildContext({ stdout: { isTTY: true }, env: { TERM: "xterm" } });
    expect(stylesOf("stdout", context).bold("a")).toBe("\u001B[1ma\u001B[22m");
    expect(stylesOf("stderr", context).bold("a")).toBe("a");
    expect(stylesOf("stdout", context, "never").red("a")).toBe("a");
    expect(stylesOf("stderr", context, "always").red("a")).toBe("\u001B[31ma\u001B[39m");
  });
});

describe("styledReport", () => {
  it("marks the conclusion, headings and warnings", () => {
    const styles = { bold: (text: string) => `<b>${text}</b>`, yellow: (text: string) => `<y>${text}</y>` };
    expect(styledReport(REPORT, styles)).toBe(
      "<b>gRPC takes twice as long.</b>\n<b>It waits.</b>\n\nBy the transmission time.\n\n<b>=== ws ===</b>\n\n<y>Warning (ws): lost</y>\n",
    );
  });

  it("changes nothing without colours", () => {
    expect(styledReport(REPORT, stylesOf("stdout", buildContext()))).toBe(REPORT);
  });
});
