import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import type { Environment } from "./environment.js";
import { it, type Program, Programs } from "./fixtures/programs.js";
import { readOrMakeSecrets } from "./secrets.js";

// Long enough for a busy machine. A test ends as soon as its programs have ended.
const timeout = 120_000;

describe("one receiver and several transmitters", { timeout }, () => {
  const shared = new Programs();
  let receiver: Program;
  let where: Environment;

  beforeAll(async () => {
    ({ receiver, where } = await shared.startReceiver({ env: { RECEIVER_TOKEN: "right" } }));
  }, timeout);

  afterAll(() => shared.end());

  it("refuse a wrong token in one line", async ({ programs }) => {
    const transmitter = programs.start("transmitter", { env: { ...where, RECEIVER_TOKEN: "wrong" } });
    expect(await transmitter.ended).toBe(1);
    expect(transmitter.errors).toMatch(/^compose-demo: .* \[UNAUTHORIZED\]\n$/);
  });

  it("send an image of the user through a network", async ({ programs }) => {
    writeFileSync(join(programs.folder, "mine.bin"), Buffer.alloc(12_345, 1));
    const transmitter = programs.start("transmitter", {
      env: {
        ...where,
        INIT_CWD: programs.folder,
        IMAGE_PATH: "mine.bin",
        NETWORK: "6,0,500",
        ADAPTERS: "tcp",
      },
    });
    expect(await transmitter.ended).toBe(0);
    const [timing] = programs.result().timings;
    expect(timing?.payload.sources).toMatchObject([{ kind: "bytes", mostBytes: 12_345 }]);
    expect(timing?.network).toMatchObject({ name: "custom", delayMs: 6, jitterMs: 0, rateMbps: 500 });
    expect(programs.rounds()[0]?.held).not.toBeNull();
  });

  it("share the images with TRANSMITTERS", async ({ programs }) => {
    const env = { ...where, TRANSMITTERS: "2", ADAPTERS: "tcp" };
    expect(await programs.start("transmitter", { env }).ended).toBe(0);
    expect(programs.result()).toMatchObject({ status: "completed", settings: { senders: 2 } });
    const [round] = programs.rounds();
    expect(round?.senders?.each.map(({ counts }) => counts?.sent)).toEqual([2, 1]);
    expect(round?.counts).toMatchObject({ delivered: 3, lost: 0 });
  });

  it("send over several adapters, and say what both ends advertised", async ({ programs }) => {
    const labels = ["ws-json-array", "ws-push", "grpc-wide"];
    const before = receiver.output;
    const env = { ...where, ADAPTERS: `ws,${labels.join(",")}` };
    const transmitter = programs.start("transmitter", { env });
    expect(await transmitter.ended).toBe(0);
    expect(programs.log().match(/^=== Comparison/gm)).toHaveLength(1);
    const { timings } = programs.result();
    expect(timings.map(({ label }) => label)).toEqual(["WebSocket", ...labels]);
    for (const { label } of timings) expect(programs.log()).toMatch(new RegExp(`^${label} +\\d`, "m"));
    const rounds = programs.rounds();
    const windows = rounds.map(({ ends }) => ends.receivers[0]?.settings.listenerStreamWindowBytes);
    expect(windows).toEqual([undefined, undefined, undefined, 16 * 2 ** 20]);
    expect(programs.log()).toContain("16,777,216");
    for (const { counts } of rounds) expect(counts.acknowledged).toBe(3);
    await receiver.prints(/receiver: grpc, protobuf: 3 images, all whole\s+$/);
    expect(receiver.output.slice(before.length).match(/^receiver: /gm)).toHaveLength(timings.length);
  });

  it("compare over the receiver that is named", async ({ programs }) => {
    const transmitter = programs.start("transmitter", {
      env: { ...where, RECEIVER_HOST: "127.0.0.1", ADAPTERS: "ws,tcp", COMPARE_SECONDS: "5" },
      args: ["--compare"],
    });
    expect(await transmitter.ended).toBe(0);
    const { timings, comparisons, settings } = programs.result();
    expect(settings.receiver).toBe("remote");
    expect(timings[0]?.rounds.length).toBe(timings[1]?.rounds.length);
    const decided = comparisons.filter(({ decides }) => decides);
    expect(decided).toMatchObject(settings.rounds > 1 ? [{ label: "TCP", to: "WebSocket" }] : []);
  });

  it("end the receiver with 0 on SIGTERM", async () => {
    receiver.child.kill("SIGTERM");
    expect(await receiver.ended).toBe(0);
  });
});

// Each test starts up to six programs.
describe.concurrent("a receiver with secrets of its own", { timeout: 3 * timeout }, () => {
  it("shows its token once, and lets in who has its folder, over TLS", async ({ programs }) => {
    const secrets = { SECRETS_DIR: join(programs.folder, "secrets") };
    const { receiver, where } = await programs.startReceiver({ env: secrets });
    const [, token = ""] = await receiver.prints(/ token (\S+) /);
    expect(token).toBe(readFileSync(join(secrets.SECRETS_DIR, "token"), "utf8").trim());
    const transmitter = programs.start("transmitter", { env: { ...where, ADAPTERS: "tcp,ws-tls" } });
    expect(await transmitter.ended).toBe(0);
    expect(programs.result().settings.receiverUrl).toMatch(/^https:/);
    const kept = ["output.log", "result.json", "report.html"].map((name) =>
      readFileSync(join(programs.folder, name), "utf8"),
    );
    expect([transmitter.output, transmitter.errors, ...kept].join()).not.toContain(token);
    receiver.child.kill("SIGTERM");
    await receiver.ended;
    const again = await programs.startReceiver({ env: secrets });
    await programs.start("transmitter", { env: { ...again.where, ADAPTERS: "tcp" } }).ended;
    await again.receiver.prints(/receiver: tcp/);
    expect(again.receiver.output).not.toContain(token);
  });

  it("is healthy, and refuses who has none of them", async ({ programs }) => {
    const SECRETS_DIR = join(programs.folder, "secrets");
    const { where } = await programs.startReceiver({ env: { SECRETS_DIR } });
    const codeOf = (name: "health" | "transmitter", env: Environment) =>
      programs.start(name, { env: { ...where, ADAPTERS: "tcp", ...env } }).ended;
    expect(await codeOf("health", {})).toBe(0);
    expect(await codeOf("health", { SECRETS_DIR: "" })).toBe(1);
    const elsewhere = join(programs.folder, "elsewhere");
    expect(await codeOf("transmitter", { SECRETS_DIR: elsewhere })).toBe(2);
    await readOrMakeSecrets(elsewhere);
    const stranger = programs.start("transmitter", { env: { ...where, SECRETS_DIR: elsewhere } });
    expect(await stranger.ended).toBe(1);
    expect(stranger.errors).toMatch(/certificate.* \[RECEIVER_UNREACHABLE\]\n$/);
    const guess = programs.start("transmitter", { env: { ...where, RECEIVER_TOKEN: "compose-demo" } });
    expect(await guess.ended).toBe(1);
    expect(guess.errors).toMatch(/ \[UNAUTHORIZED\]\n$/);
  });

  it("needs a token beyond this machine, and warns of plain HTTP", async ({ programs }) => {
    const open = { RECEIVER_BIND: "0.0.0.0" };
    const refused = programs.start("receiver", { env: open });
    expect(await refused.ended).toBe(2);
    expect(refused.errors).toMatch(/token.* \[INVALID_OPTION\]\n$/);
    const { receiver } = await programs.startReceiver({ env: { ...open, RECEIVER_TOKEN: "mine" } });
    expect(receiver.errors).toMatch(/^compose-demo: warning: .*SECRETS_DIR.*\n$/);
    const to = { RECEIVER_HOST: "receiver.invalid", RECEIVER_TOKEN: "mine" };
    const transmitter = programs.start("transmitter", { env: to });
    expect(await transmitter.ended).toBe(1);
    expect(transmitter.errors).toMatch(/^compose-demo: warning: .*not encrypted.*\ncompose-demo: .*\n$/);
  });
});

describe.concurrent("a receiver that is gone", { timeout }, () => {
  it("is reported in one line if it was never started", async ({ programs }) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const transmitter = programs.start("transmitter", { env: { RECEIVER_CONTROL_PORT: String(port) } });
    expect(await transmitter.ended).toBe(1);
    expect(transmitter.errors).toMatch(/^compose-demo: .*ECONNREFUSED.* \[RECEIVER_UNREACHABLE\]\n$/);
  });

  it.for(["ws", "grpc", "grpc-unary"])(
    "is reported in one line if it is killed during %s, and what was measured is kept",
    async (adapter, { programs }) => {
      const { receiver, where } = await programs.startReceiver();
      const transmitter = programs.start("transmitter", {
        env: { ...where, ADAPTERS: adapter, IMAGE_COUNT: "1000", IMAGE_DELAY_MS: "100" },
      });
      await transmitter.prints(/Image 3 transmission time/);
      receiver.child.kill("SIGKILL");
      expect(await transmitter.ended).toBe(1);
      expect(transmitter.errors).toMatch(/^compose-demo: .* \[RECEIVER_LOST\]\n$/);
      expect(programs.result().status).toBe("failed");
      expect(programs.rounds()[0]?.counts.acknowledged).toBeGreaterThanOrEqual(3);
    },
  );
});

/** Another monotonic clock on this machine: a time namespace, which needs Linux and root. */
const timeNamespace = ["unshare", "--time", "--monotonic", "100", "--fork", "--kill-child"] as const;
const canUnshare = spawnSync(timeNamespace[0], [...timeNamespace.slice(1), "true"]).status === 0;

describe("two clocks", { timeout }, () => {
  it.skipIf(!canUnshare)(
    "are related within the stated bound (needs time namespaces)",
    async ({ programs }) => {
      const { where } = await programs.startReceiver({ within: timeNamespace });
      const transmitter = programs.start("transmitter", { env: { ...where, ADAPTERS: "ws,grpc" } });
      expect(await transmitter.ended).toBe(0);
      for (const { clock, transmissions, totals, warnings } of programs.rounds()) {
        // On a busy machine the bound may be too wide. Then short times are estimated from acknowledgements.
        if (clock.kind === "shared") throw new Error("two time namespaces are two clocks");
        const offsetMs = clock.offsetMs ?? Number.NaN;
        expect(Math.abs(offsetMs - 100_000)).toBeLessThanOrEqual(clock.errorMs ?? Number.NaN);
        const derived = warnings.some(({ code }) => code === "ACK_DERIVED");
        expect(derived).toBe(clock.kind === "ack-derived");
        for (const { transmissionMs, encodeMs, transportMs, decodeMs } of transmissions) {
          const parts = (encodeMs ?? 0) + (transportMs ?? 0) + (decodeMs ?? 0);
          expect(parts).toBeCloseTo(transmissionMs ?? Number.NaN, 6);
        }
        expect(totals.sumOfTransmissionMs).toBeGreaterThan(0);
      }
    },
  );
});
