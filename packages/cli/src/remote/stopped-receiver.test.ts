import { grpc } from "@wireduel/adapter-grpc";
import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import { runBenchmark } from "@wireduel/core";
import { describe, expect } from "vitest";
import { it } from "../fixtures/command.js";
import { receive } from "./fixtures/receive.js";

const COUNT = 30;
const adapters = [
  ws(),
  ws({ direction: "push" }),
  grpc(),
  grpc({ call: "unary" }),
  grpc({ direction: "push" }),
  tcp(),
];

describe.skipIf(process.platform === "win32")(
  "a receiver that was only stopped",
  { timeout: 120_000 },
  () => {
    it.concurrent.for(adapters)("goes on, and is not lost: $label", async (adapter, { cli }) => {
      const { receiver, url } = await receive(cli);
      const failed: (string | undefined)[] = [];
      const { timings } = await runBenchmark({
        adapters: [adapter],
        payload: { sizeBytes: 10_000 },
        count: COUNT,
        delayMs: 20,
        timeoutMs: 2_000,
        // As impatient as possible.
        giveUpAfter: 1,
        silenceTimeoutMs: 60_000,
        receiver: { url },
        events: {
          transmission({ transmission: { index, error } }) {
            if (index === 5) receiver.signalGroup("SIGSTOP");
            if (error === undefined) return;
            failed.push(error.code);
            receiver.signalGroup("SIGCONT");
          },
        },
      });
      const [round] = timings[0]?.rounds ?? [];
      expect(round).toMatchObject({
        status: "completed",
        errors: [],
        counts: { sent: COUNT, lost: 0, damaged: 0 },
      });
      expect(new Set(failed)).toEqual(new Set(["PAYLOAD_TIMEOUT"]));
      expect(round?.counts.acknowledged).toBe(COUNT - failed.length);
    });
  },
);
