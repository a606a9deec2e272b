// Control that is not encrypted on its way to another machine.
import { parseResult } from "@wireduel/core";
import { describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { it } from "../fixtures/command.js";
import { runHere } from "../program/fixtures/in-process.js";
import { makeTwoNetworks, whyNoNetworks } from "./fixtures/two-networks.js";

/** A host that no resolver knows. */
const ELSEWHERE = "http://receiver.invalid:4000";
const WARNING = /^wireduel: warning: .*not encrypted.*\n/;
const why = whyNoNetworks();

describe("plain HTTP to another host", { timeout: 120_000 }, () => {
  it.for([["tcp"], ["run", "tcp", "--debug"], ["gate", "tcp", "--fail-if", "tcp.p99 > 1s"]])(
    "is a warning before anything opens: %j",
    async (args, { cli }) => {
      const to = (url: string, ...more: string[]) =>
        runHere([...args, "--to", url, ...more], { cwd: cli.folder });
      const warned = await to(ELSEWHERE);
      expect(warned).toMatchObject({ exitCode: EXIT.failed, stdout: "" });
      expect(warned.stderr).toMatch(WARNING);
      expect((await to(ELSEWHERE, "--quiet")).stderr).not.toMatch(WARNING);
      expect((await to(ELSEWHERE.replace("http:", "https:"))).stderr).not.toMatch(WARNING);
    },
  );

  it.skipIf(why)(`is a warning of the result${why ? `: ${why}` : ""}`, async ({ cli, onTestFinished }) => {
    const { address, on, remove } = makeTwoNetworks();
    onTestFinished(remove);
    const receiver = cli.shell(`${on[0]} $WIREDUEL receive tcp --host ${address} --token-file token`);
    const [, url = ""] = await receiver.prints(/ at (http:\/\/\S+),/);
    const send = (flags: string) =>
      cli.shell(`${on[1]} $WIREDUEL tcp --to ${url} --token-file token --count 5 --no-out --json ${flags}`)
        .finished;
    const one = await send("--rounds 1");
    expect(one).toMatchObject({ code: EXIT.ok, stderr: expect.stringMatching(WARNING) });
    const { warnings, timings } = parseResult(one.stdout);
    expect(codesOf(warnings)).toContain("CONTROL_NOT_ENCRYPTED");
    expect(codesOf(timings[0]?.rounds[0]?.warnings ?? [])).not.toContain("CONTROL_NOT_ENCRYPTED");
    expect(one.stdout + one.stderr).not.toContain(cli.read("token").trim());
    const matrix = JSON.parse((await send("--rounds 1 --size 1kB,2kB")).stdout);
    expect(codesOf(matrix.warnings)).toContain("CONTROL_NOT_ENCRYPTED");
  });
});

function codesOf(warnings: readonly { readonly code: string }[]): string[] {
  return warnings.map(({ code }) => code);
}
