import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Adapter } from "../../adapter/contract.js";
import type { ConformanceCase } from "../conformance-case.js";
import { numberedFrame, withPair } from "../pair.js";
import { needsTcpTarget } from "../tcp-ports.js";
import { until } from "../waiting.js";

/** After garbage, a server may close the connection. Some do not answer. */
const GARBAGE_MS = 500;

/** Connections that do not speak the protocol. */
export const garbage: readonly ConformanceCase[] = [
  {
    name: "survives a client that sends garbage",
    run: (createAdapter) => survivesGarbage(createAdapter()),
  },
];

async function survivesGarbage(adapter: Adapter): Promise<void> {
  await withPair(adapter, {}, async (pair) => {
    const client = connect(needsTcpTarget(pair.endpoint.url));
    client.on("error", () => {});
    const closed = once(client, "close");
    await new Promise<void>((resolve) => client.write(Buffer.alloc(2_000, 0xff), () => resolve()));
    await Promise.race([closed, sleep(GARBAGE_MS)]);
    client.destroy();
    pair.send([numberedFrame(1, 1_000)]);
    await until(
      () => pair.replies.length > 0,
      () => "after a client had sent garbage, a frame got no reply",
    );
  });
}
