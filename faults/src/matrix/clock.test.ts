import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { limitsOf } from "../runs/limits.js";
import { expectEnd, outcomeOf } from "../runs/outcome.js";
import { OVER_ANY_LINK } from "../subjects.js";
import { fault } from "../table/fault.js";

const PRELOAD = `--import=${fileURLToPath(new URL("../runs/other-clock.mjs", import.meta.url))}`;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Gives the receiver process other clocks. */
function otherClock(variables: Readonly<Record<string, number>>): void {
  vi.stubEnv("NODE_OPTIONS", PRELOAD);
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, String(value));
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe("a date that is set", { timeout: 60_000 }, () => {
  const row = fault("the date is set during the run");

  it.for(OVER_ANY_LINK.flatMap((subject) => [-DAY_MS, DAY_MS].map((byMs) => ({ subject, byMs }))))(
    "by $byMs ms, at the sender: $subject.name",
    async ({ subject, byMs }) => {
      vi.useFakeTimers({ toFake: ["Date"] });
      const outcome = await outcomeOf({
        ...limitsOf(row),
        adapters: [subject.adapter()],
        receiver: "inline",
        events: {
          transmission({ transmission }) {
            if (transmission.index === 2) vi.setSystemTime(Date.now() + byMs);
          },
        },
      });
      expectEnd(row, outcome);
      const { durationMs = Number.NaN, timings = [] } = outcome.result ?? {};
      expect(durationMs).toBeGreaterThan(0);
      expect(durationMs).toBeLessThan(HOUR_MS);
      const times =
        timings[0]?.rounds[0]?.transmissions.map(({ serviceMs }) => serviceMs ?? Number.NaN) ?? [];
      expect(times.length).toBe(6);
      for (const time of times) {
        expect(time).toBeGreaterThan(0);
        expect(time).toBeLessThan(HOUR_MS);
      }
    },
  );

  it.for(OVER_ANY_LINK)("at the receiver, with TLS: $name", async ({ adapter }) => {
    otherClock({ DATE_MS: HOUR_MS });
    expectEnd(row, await outcomeOf({ ...limitsOf(row), adapters: [adapter({ tls: "local" })] }));
  });
});

describe("a certificate that is not valid yet", { timeout: 60_000 }, () => {
  const row = fault("the dates of two ends with TLS differ by days");

  // In a push, the sender makes the certificate.
  it.for(OVER_ANY_LINK.filter(({ direction }) => direction === "upload"))("$name", async ({ adapter }) => {
    otherClock({ DATE_MS: 3 * DAY_MS });
    const outcome = await outcomeOf({ ...limitsOf(row), adapters: [adapter({ tls: "local" })] });
    expectEnd(row, outcome);
    expect(outcome.error?.message).toContain("certificate");
  });
});

describe("a monotonic clock that is set", { timeout: 60_000 }, () => {
  const row = fault("the clock of an end is set during the run");

  it.for(OVER_ANY_LINK)("$name", async ({ adapter }) => {
    // About when the ends have found that they read one clock.
    otherClock({ SET_AFTER: 34, CLOCK_NS: -50e6 });
    const outcome = await outcomeOf({ ...limitsOf(row), adapters: [adapter()] });
    expectEnd(row, outcome);
    const round = outcome.result?.timings[0]?.rounds[0];
    expect(round?.clock.kind).not.toBe("shared");
    expect(round?.times.transmissionMs?.p50).toBeGreaterThanOrEqual(0);
  });
});
