import { describe, expect, it } from "vitest";
import { childEnv, childFlags } from "./child-flags.js";

const js = "file:///app/adapter.js";
const ts = "file:///app/adapter.ts";
const tsx = "file:///app/node_modules/tsx/dist/loader.mjs";
const vitest = "/app/node_modules/vitest/suppress-warnings.cjs";

describe("childFlags", () => {
  /** The parent's flags, what else it has, and the flags of a child that loads these modules. */
  it.each<
    [string, string[], string[], { nodeOptions?: string; tsx?: string; stripsTypes?: boolean }, string[]]
  >([
    [
      "the flags as they were given",
      [js],
      ["--tls-max-v1.2", "-C", "dev", "--max_old_space_size=100", "--import", "./a.mjs"],
      { tsx },
      ["--tls-max-v1.2", "-C", "dev", "--max_old_space_size=100", "--import", "./a.mjs"],
    ],
    [
      "no inspector, test runner or program",
      [js],
      ["--inspect-port", "9230", "--require", vitest, "--expose-gc", "-e", "code()"],
      {},
      ["--expose-gc"],
    ],
    ["the parent's loader for TypeScript", [js, ts], ["--import", tsx], {}, ["--import", tsx]],
    ["no loader if NODE_OPTIONS has one", [ts], [], { nodeOptions: "--import tsx", tsx }, []],
    ["tsx instead of the loader of a test runner", [ts], ["--require", vitest], { tsx }, [`--import=${tsx}`]],
    ["tsx for TypeScript", [ts], [], { tsx, stripsTypes: true }, [`--import=${tsx}`]],
    ["nothing if Node strips types", [ts], [], { stripsTypes: true }, []],
    ["a loader of the caller's own", [ts], ["--import", "./own.mjs"], {}, ["--import", "./own.mjs"]],
  ])(
    "passes on %s",
    (_, modules, execArgv, { nodeOptions = "", stripsTypes = false, ...parent }, expected) => {
      const resolveTsx = () => parent.tsx;
      expect(childFlags(modules, { execArgv, nodeOptions, resolveTsx, stripsTypes })).toEqual(expected);
    },
  );

  it("refuses a TypeScript module without a loader, and names it", () => {
    const message = expect.stringContaining(ts);
    const parent = { execArgv: [], nodeOptions: "", resolveTsx: () => undefined, stripsTypes: false };
    expect(() => childFlags([js, ts], parent)).toThrow(
      expect.objectContaining({ code: "ADAPTER_NOT_LOADABLE", message }),
    );
  });
});

describe("childEnv", () => {
  it.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ["--expose-gc", "--expose-gc"],
    ["--inspect", ""],
    ['--inspect-port "0" --expose-gc --require "a b.cjs" --cpu-prof', '--expose-gc --require "a b.cjs"'],
  ])("changes NODE_OPTIONS from %j to %j", (given, expected) => {
    const env = given === undefined ? { A: "1" } : { A: "1", NODE_OPTIONS: given };
    expect(childEnv(env).NODE_OPTIONS).toBe(expected);
    expect(childEnv(env).A).toBe("1");
  });
});
