import { setTimeout as pause } from "node:timers/promises";
import { parseResult } from "@wireduel/core";
import { describe, expect, type TestContext } from "vitest";
import { EXIT } from "../exit-code.js";
import { type Cli, it, type Running } from "../fixtures/command.js";
import { makeTwoNetworks, type TwoNetworks, whyNoNetworks } from "./fixtures/two-networks.js";

const why = whyNoNetworks();
/** `pnpm test:faults` has all. The proxies of `faults/` have every protocol in both directions. */
const ALL = process.env.WIREDUEL_FAULTS === "all";
const ADAPTERS = [
  "ws",
  "grpc:call=unary",
  "grpc:direction=push",
  ...(ALL ? ["ws:direction=push", "grpc", "tcp"] : []),
];
const BYTES = 1_000_000;
const POLL_MS = 100;
/** Less than an end may be silent, and more than TCP waits before it sends again. */
const SHORT_MS = 4_000;

class Machines {
  readonly networks: TwoNetworks = makeTwoNetworks();
  readonly #cli: Cli;
  url = "";

  constructor(cli: Cli, { onTestFinished }: Pick<TestContext, "onTestFinished">) {
    this.#cli = cli;
    onTestFinished(() => this.networks.remove());
  }

  async receive(): Promise<Running> {
    const { address, on } = this.networks;
    const receiver = this.#cli.shell(`${on[0]} $WIREDUEL receive --host ${address} --token-file token`);
    const [, url = ""] = await receiver.prints(/ at (http:\/\/\S+),/);
    this.url = url;
    return receiver;
  }

  send(adapter: string, ...more: readonly string[]): Running {
    const flags = `--to ${this.url} --token-file token --rounds 1 --no-out ${more.join(" ")}`;
    return this.#cli.shell(`${this.networks.on[1]} $WIREDUEL ${adapter} ${flags}`);
  }

  /** Resolves when so many more bytes have arrived. Rejects if the sender ends before. */
  async arrived(bytes: number, { finished }: Running): Promise<void> {
    const before = this.networks.received();
    let ended: Awaited<Running["finished"]> | undefined;
    void finished.then((how) => {
      ended = how;
    });
    while (this.networks.received() - before < bytes) {
      if (ended !== undefined) throw new Error(`the sender ended with ${ended.code}: ${ended.stderr}`);
      await pause(POLL_MS);
    }
  }
}

describe.skipIf(why)(`a real network that goes silent${why ? `: ${why}` : ""}`, { timeout: 240_000 }, () => {
  it.concurrent.for(ADAPTERS)(
    "frees the receiver, and ends the sender: %s",
    async (adapter, { cli, onTestFinished }) => {
      const machines = new Machines(cli, { onTestFinished });
      const receiver = await machines.receive();
      const sender = machines.send(adapter, "--duration 1h");
      await machines.arrived(BYTES, sender);
      machines.networks.cut();
      const [name] = adapter.split(":");
      await receiver.prints(new RegExp(` ${name} \\(.*\\): [\\d,]+ payloads, all whole; `));
      const { code, stderr } = await sender.finished;
      expect({ code, stderr }).toEqual({
        code: EXIT.failed,
        stderr: expect.stringMatching(/receiver|control/),
      });
      machines.networks.heal();
      // Its ports are free, and it serves another sender.
      expect(await machines.send(adapter, "--count 20").finished).toMatchObject({ code: EXIT.ok });
    },
  );

  it.concurrent.for(ADAPTERS)(
    "ends the round if it is silent on links only: %s",
    async (adapter, { cli, onTestFinished }) => {
      const machines = new Machines(cli, { onTestFinished });
      await machines.receive();
      const sender = machines.send(adapter, "--duration 1h --give-up-after 1 --json");
      await machines.arrived(BYTES, sender);
      machines.networks.cutAllBut(Number(new URL(machines.url).port));
      const { code, stdout } = await sender.finished;
      expect(code).toBe(EXIT.failed);
      const { status, timings } = parseResult(stdout);
      expect(status).toBe("failed");
      const [round] = timings[0]?.rounds ?? [];
      expect(round).toMatchObject({ status: "failed", errors: [{ code: "LINK_SILENT" }] });
      expect(round?.counts.acknowledged).toBeGreaterThan(0);
      machines.networks.heal();
      expect(await machines.send(adapter, "--count 20").finished).toMatchObject({ code: EXIT.ok });
    },
  );

  it.concurrent.for(["grpc", ...(ALL ? ["ws", "tcp"] : [])])(
    "ends nothing if it comes back in time: %s",
    async (adapter, { cli, onTestFinished }) => {
      const machines = new Machines(cli, { onTestFinished });
      await machines.receive();
      const sender = machines.send(adapter, "--duration 15s");
      await machines.arrived(BYTES, sender);
      machines.networks.cut();
      await pause(SHORT_MS);
      machines.networks.heal();
      await machines.arrived(BYTES, sender);
      expect(await sender.finished).toMatchObject({ code: EXIT.ok });
    },
  );
});
