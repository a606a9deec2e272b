import { describe, expect, it } from "vitest";
import { childFlags } from "./child-flags.js";

const js = "file:///app/adapter.js";
const ts = "file:///app/adapter.ts";
const tsx = () => "file:///app/node_modules/tsx/loader.mjs";
const none = () => undefined;

describe("childFlags", () => {
  it.each<[string, string[], string[], (from: string) => string | undefined, boolean, string[]]>([
    ["nothing for JavaScript", [js], ["--inspect=9229", "--import", "tsx"], tsx, false, []],
    [
      "export conditions",
      [js],
      ["--conditions", "source", "-C", "dev"],
      none,
      false,
      ["--conditions=source", "--conditions=dev"],
    ],
    [
      "the parent's loader for TypeScript",
      [js, ts],
      ["--import", "/x/tsx.mjs"],
      tsx,
      true,
      ["--import=/x/tsx.mjs"],
    ],
    [
      "tsx instead of the loader of a test runner",
      [ts],
      ["--require", "/x/vitest/suppress.cjs"],
      tsx,
      false,
      [`--import=${tsx()}`],
    ],
    ["tsx for TypeScript", [ts], [], tsx, false, [`--import=${tsx()}`]],
    ["nothing if Node strips types", [ts], [], none, true, []],
  ])("passes on %s", (_, modules, parent, resolve, strips, expected) => {
    expect(childFlags(modules, parent, resolve, strips)).toEqual(expected);
  });

  it("refuses a TypeScript module without a loader, and names it", () => {
    const message = expect.stringContaining(ts);
    expect(() => childFlags([js, ts], [], none, false)).toThrow(
      expect.objectContaining({ code: "ADAPTER_NOT_LOADABLE", message }),
    );
  });
});
