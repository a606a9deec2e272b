import { expect } from "vitest";
import { tcpTarget, withTarget } from "../internals.js";
import { startFaultProxy } from "../proxy/fault-proxy.js";
import { eachSubject, serveHere } from "../runs/each-subject.js";
import { expectFree, expectHarmed, runHarmed } from "../runs/harmed.js";
import { fault } from "../table/fault.js";

/** Shorter than any limit. */
const A_MOMENT_MS = 500;
const THINK_MS = 20;

eachSubject(serveHere, (subject, it) => {
  it.for([
    { row: fault("control cut while data flows"), how: "cut", healAfterMs: null, count: 1_000_000 },
    { row: fault("control silent while data flows"), how: "silence", healAfterMs: null, count: 1_000_000 },
    {
      row: fault("control silent for a moment"),
      how: "silence",
      healAfterMs: A_MOMENT_MS,
      count: (2 * A_MOMENT_MS) / THINK_MS,
    },
  ] as const)("$row.fault", async ({ row, how, healAfterMs, count }, { receiver, onTestFinished }) => {
    const { url } = receiver.option;
    const control = await startFaultProxy(tcpTarget(url) as { host: string; port: number });
    onTestFinished(() => control.close());
    let settled = 0;
    let afterwards = 0;
    const events = {
      transmission({ transmission: { error } }: { transmission: { error?: unknown } }) {
        if (settled++ === 2) {
          control.now(how, "dialling");
          if (healAfterMs !== null) setTimeout(control.heal, healAfterMs);
        } else if (settled > 2 && error === undefined) afterwards++;
      },
    };
    const load = { kind: "closed-loop", concurrency: 1, thinkTimeMs: THINK_MS, count } as const;
    const through = { option: { url: withTarget(url, control) } };
    const adapter = subject.adapter({ label: "harmed" });
    const outcome = await runHarmed({ row, subject, receiver: through, adapter }, { load, events });
    await control.close();
    const { counts } = expectHarmed(row, outcome);
    expect(counts.acknowledged).toBeGreaterThan(2);
    if (how === "silence") expect(afterwards).toBeGreaterThan(0);
    await expectFree(subject, receiver);
  });
});
