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

describe("plain HTTP to another host", { timeout: 180_000 }, () => {
  it.for([["--rounds", "1"], ["--debug"]])(
    "is a warning before anything opens: %j",
    async (flags, { cli }) => {
      const warned = await runHere(["tcp", "--to", ELSEWHERE, ...flags], { cwd: cli.folder });
      expect(warned).toMatchObject({ exitCode: EXIT.failed, stdout: "" });
      expect(warned.stderr).toMatch(WARNING);
    },
  );

  it("is a warning of a gate, too", async ({ cli }) => {
    const gate = ["gate", "tcp", "--fail-if", "tcp.p99 > 1s", "--to", ELSEWHERE];
    expect((await runHere(gate, { cwd: cli.folder })).stderr).toMatch(WARNING);
  });

  it.for([
    ["--quiet", ELSEWHERE],
    ["--tls", ELSEWHERE.replace("http:", "https:")],
  ] as const)("is none with %s to %s", async ([flag, url], { cli }) => {
    const { stderr } = await runHere(["tcp", "--debug", flag, "--to", url], { cwd: cli.folder });
    expect(stderr).toContain("RECEIVER_UNREACHABLE");
    expect(stderr).not.toMatch(WARNING);
  });

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
