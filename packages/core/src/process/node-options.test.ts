import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinNodeOptions, splitNodeOptions } from "./node-options.js";

describe("NODE_OPTIONS", () => {
  it.each<[string, string[]]>([
    ["", []],
    ["  --a   --b=1 ", ["--a", "--b=1"]],
    ['--require "./a b.cjs"', ["--require", "./a b.cjs"]],
    ['--title="x \\"y\\" \\\\z"', ['--title=x "y" \\z']],
    ['--re"quire=a b"c', ["--require=a bc"]],
    // Outside quotes, a backslash is an ordinary character, as in a path of Windows.
    ["--require=C:\\a\\b.cjs", ["--require=C:\\a\\b.cjs"]],
  ])("splits %j", (text, tokens) => {
    expect(splitNodeOptions(text)).toEqual(tokens);
  });

  it("is split as it was joined", () => {
    const token = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(fc.array(token), (tokens) => {
        expect(splitNodeOptions(joinNodeOptions(tokens))).toEqual(tokens);
      }),
    );
  });

  it("is joined as Node reads it", () => {
    const title = 'a "b" \\c d';
    const NODE_OPTIONS = joinNodeOptions(["--no-warnings", "--title", title]);
    const env = { ...process.env, NODE_OPTIONS };
    const printed = execFileSync(process.execPath, ["--print", "process.title"], { env, encoding: "utf8" });
    expect(printed.trim()).toBe(title);
  });
});
