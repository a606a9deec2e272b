// A receiver as a process, and senders that type what it prints.
import selfsigned from "selfsigned";
import { describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { type Cli, it } from "../fixtures/command.js";
import { type Printed, runHere } from "../program/fixtures/in-process.js";
import { commandOf, receive } from "./fixtures/receive.js";

/** Few payloads and one round: a test needs an exchange, not a verdict. */
const SHORT = ["--size", "1kB", "--count", "20", "--rounds", "1", "--no-out"];
/** What a sender returns if it measured everything. */
const MEASURED = expect.objectContaining({ exitCode: EXIT.ok });

/** Runs a sender in this process, which starts faster than one of its own. */
function send(cli: Cli, args: readonly string[]): Promise<Printed> {
  return runHere([...args, ...SHORT], { cwd: cli.folder });
}

describe("a sender and a receiver", { timeout: 180_000 }, () => {
  it("measure all adapters of the command, and the receiver says what arrived", async ({ cli }) => {
    const { receiver } = await receive(cli);
    const command = await commandOf(receiver);
    expect(command.slice(0, 5)).toEqual(["ws", "grpc", "http", "tcp", "--to"]);
    // Several rounds have sender processes of their own.
    const sent = await cli.run([...command, ...SHORT.slice(0, 4), "--rounds", "2"]);
    expect(sent).toMatchObject({ code: EXIT.ok });
    for (const name of ["ws (raw)", "grpc (protobuf)", "http (raw)", "tcp (raw)"]) {
      expect(receiver.stdout).toContain(`${name}: 20 payloads, all whole`);
    }
    expect(receiver.stderr).toBe("");
  });

  it("measure options and a push that only the sender names", async ({ cli }) => {
    const { url } = await receive(cli, ["ws"]);
    const sent = await send(cli, ["ws", "ws:profile=tuned,direction=push", "--to", url]);
    expect(sent).toEqual(MEASURED);
  });

  it("measure a matrix", async ({ cli }) => {
    const { url } = await receive(cli, ["tcp"]);
    expect(await send(cli, ["tcp", "--to", url, "--size", "2kB"])).toEqual(MEASURED);
  });

  it("share a token", async ({ cli }) => {
    const { receiver, url } = await receive(cli, ["tcp", "--token-file", "secret"]);
    const without = await send(cli, ["tcp", "--to", url]);
    expect(without).toMatchObject({ exitCode: EXIT.failed, stdout: "" });
    expect(without.stderr).toContain("UNAUTHORIZED");
    expect(without.stderr).toContain("--token-file");
    expect(await send(cli, await commandOf(receiver))).toEqual(MEASURED);
  });

  it("encrypt links on request without certificates", async ({ cli }) => {
    const { url } = await receive(cli, ["tcp", "ws"]);
    const sent = await send(cli, ["tcp", "ws", "--tls", "--to", url, "--json"]);
    expect(sent).toEqual(MEASURED);
    expect(encryptions(sent.stdout)).toEqual(["local", "local"]);
  });

  it("encrypt everything with a certificate of the receiver", async ({ cli }) => {
    const altNames = [{ type: 7, ip: "127.0.0.1" } as const];
    const extensions = [{ name: "subjectAltName", altNames } as const];
    const { cert, private: key } = await selfsigned.generate([], { keyType: "ec", extensions });
    cli.write("cert.pem", cert);
    cli.write("key.pem", key);
    cli.write("ca.pem", cert);
    const { receiver, url } = await receive(cli, ["ws", "--cert", "cert.pem", "--key", "key.pem"]);
    expect(url).toMatch(/^https:/);
    const sent = await send(cli, [...(await commandOf(receiver)), "--json"]);
    expect(sent).toEqual(MEASURED);
    expect(encryptions(sent.stdout)).toEqual(["own"]);
    for (const args of [["--tls"], ["--ca", "ca.pem"]]) {
      const refused = await send(cli, ["ws", "--to", url, ...args]);
      expect(refused.stdout).toBe("");
      expect([EXIT.failed, EXIT.usage]).toContain(refused.exitCode);
    }
  });
});

describe("a sender", { timeout: 180_000 }, () => {
  it.for([
    [["--token-file", "secret"], "--to"],
    [["--ca", "ca.pem"], "--to"],
    [["--to", "127.0.0.1:4000"], "http://127.0.0.1:4000"],
    [["--to", "http://127.0.0.1:4000", "--token-file", "missing"], "missing"],
  ] as const)("refuses %j", async ([args, named], { cli }) => {
    const refused = await send(cli, ["tcp", ...args]);
    expect(refused).toMatchObject({ exitCode: EXIT.usage, stdout: "" });
    expect(refused.stderr).toContain(named);
  });

  it("says that no receiver answers", async ({ cli }) => {
    const { receiver, url } = await receive(cli, ["tcp"]);
    receiver.signalGroup("SIGINT");
    await receiver.finished;
    const failed = await send(cli, ["tcp", "--to", url]);
    expect(failed).toMatchObject({ exitCode: EXIT.failed, stdout: "" });
    expect(failed.stderr).toContain(url);
  });

  it.for(["SIGINT", "SIGKILL"] as const)(
    "ends with 1 if its receiver ends by %s",
    async (signal, { cli }) => {
      const { receiver, url } = await receive(cli, ["tcp"]);
      const sender = cli.start(["tcp", "--to", url, "--size", "1kB", "--rounds", "500", "--no-out"]);
      await receiver.prints(/payloads, all whole/);
      receiver.signalGroup(signal);
      const { code, stderr } = await sender.finished;
      expect(code).toBe(EXIT.failed);
      expect(stderr).toContain(url);
      // For the receiver, Ctrl-C is the usual end.
      expect((await receiver.finished).code).toBe(signal === "SIGINT" ? EXIT.ok : null);
    },
  );
});

/** How each adapter of a result was encrypted. */
function encryptions(json: string): string[] {
  const { timings } = JSON.parse(json) as { timings: { adapter: { encryption: string } }[] };
  return timings.map(({ adapter }) => adapter.encryption);
}
