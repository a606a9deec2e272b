import {
  type BenchmarkResult,
  type EndReport,
  type RoundResult,
  type Timing,
  type Transmission,
  typicalRound,
  type WireCount,
} from "@wireduel/core";

/** Every time and byte count of one payload over each adapter. */
export function debugText({ timings }: BenchmarkResult): string {
  return timings.map(timingText).join("\n");
}

type Row = readonly [name: string, value: string, meaning: string];

function timingText(timing: Timing): string {
  const round = typicalRound(timing);
  const numbers: readonly Row[] = [
    ["connect", ms(round.connectMs), "from the dial until the link can carry frames, handshakes included"],
    ...payloadRows(round),
    ...wireRows(round),
  ];
  const facts: readonly (readonly [name: string, value: string])[] = [
    ["arrived", arrived(round)],
    ["clock", round.clock.kind],
    ["TLS", round.tls ? [round.tls.version, round.tls.cipher].join(", ") : "none"],
    ...factsOfEnds("sender", round.ends.senders),
    ...factsOfEnds("receiver", round.ends.receivers),
  ];
  const failures = round.transmissions.flatMap(({ error }) => error ?? []);
  const problems = [...failures, ...round.errors, ...round.warnings].map(
    ({ message, code }) => `  ${message} [${code}]`,
  );
  return [timing.label, ...alignedNumbers(numbers), "", ...alignedFacts(facts), ...problems, ""].join("\n");
}

/** The payload. Of several senders, each has sent one, over its only connection. */
function payloadRows({ transmissions, senders }: RoundResult): Row[] {
  return transmissions.flatMap((transmission): Row[] => {
    const sender = senders?.each[transmission.connection];
    return [
      ...(sender ? [[sender.label, "", "has sent this payload:"] as const] : []),
      ...stamps(transmission),
      ...parts(transmission),
      ...bytesOf(transmission),
    ];
  });
}

/** When each step of a payload happened, on the sender's clock, since it was due. */
function stamps(transmission: Transmission): Row[] {
  const { dueAfterMs, sentAfterMs, encodeMs, transportMs, decodeMs, serviceMs } = transmission;
  const since = (...steps: readonly (number | null)[]) =>
    steps.reduce(
      (sum, step) => (sum === null || step === null ? null : sum + step),
      sentAfterMs - dueAfterMs,
    );
  return [
    ["at: due", ms(0), "when the load schedules it"],
    ["at: sent", ms(since()), "just before the codec encodes it"],
    ["at: encoded", ms(since(encodeMs)), "the frame is ready"],
    ["at: received", ms(since(encodeMs, transportMs)), "the receiver has the complete frame"],
    ["at: decoded", ms(since(encodeMs, transportMs, decodeMs)), "the receiver has the payload"],
    ["at: acknowledged", ms(since(serviceMs)), "the sender has the reply"],
  ];
}

function parts(transmission: Transmission): Row[] {
  const { slipMs, encodeMs, transportMs, decodeMs, transmissionMs, serviceMs, responseMs } = transmission;
  return [
    ["slip", ms(slipMs), "from due to sent"],
    ["encode", ms(encodeMs), "from sent to encoded"],
    ["transport", ms(transportMs), "from encoded to received"],
    ["decode", ms(decodeMs), "from received to decoded"],
    ["transmission", ms(transmissionMs), "from sent to decoded"],
    ["service", ms(serviceMs), "from sent to acknowledged"],
    ...(responseMs === null ? [] : [["response", ms(responseMs), "from due to acknowledged"] as const]),
  ];
}

function bytesOf({ payloadBytes, frameBytes }: Transmission): Row[] {
  return [
    ["payload", bytes(payloadBytes), "what is sent"],
    ["frame", bytes(frameBytes), "what the codec made of it"],
  ];
}

function wireRows({ wire }: RoundResult): Row[] {
  if (wire === null) return [["wire", "not counted", "bytes on the wire"]];
  const both = (count: WireCount) => `${bytes(count.upBytes)} up, ${bytes(count.downBytes)} down`;
  return [
    [
      "wire: handshake",
      both(wire.handshake),
      "until the link was open and quiet; up is from the end that dials",
    ],
    ["wire: payload", both(wire.first), "the first payload and its acknowledgement"],
    ...(wire.steady.payloads === 0
      ? []
      : [
          [
            "wire: more",
            both(wire.steady),
            `the next ${wire.steady.payloads} payloads of the pass that counts`,
          ] as const,
        ]),
  ];
}

function arrived({ counts }: RoundResult): string {
  const { lost, undelivered, duplicated, damaged } = counts;
  return Object.entries({ lost, undelivered, duplicated, damaged })
    .map(([name, count]) => `${count ?? "?"} ${name}`)
    .join(", ");
}

function factsOfEnds(role: string, ends: readonly EndReport[]): [string, string][] {
  return ends.flatMap((end, index) => endFacts(ends.length === 1 ? role : `${role} ${index + 1}`, end));
}

function endFacts(role: string, { node, libraries, flags, notes, settings }: EndReport): [string, string][] {
  const versions = Object.entries(libraries).map(([name, version]) => `${name} ${version}`);
  return [
    [role, [`Node ${node}`, ...versions, ...flags, ...notes].join(", ")],
    ...Object.entries(settings).map(([name, value]): [string, string] => [
      `  ${name}`,
      JSON.stringify(value),
    ]),
  ];
}

function alignedNumbers(rows: readonly Row[]): string[] {
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const valueWidth = Math.max(...rows.map(([, value]) => value.length));
  return rows.map(
    ([name, value, meaning]) => `  ${name.padEnd(nameWidth)}  ${value.padStart(valueWidth)}  ${meaning}`,
  );
}

function alignedFacts(rows: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}

function ms(value: number | null): string {
  return value === null ? "unknown" : `${value.toFixed(3)} ms`;
}

function bytes(count: number | null): string {
  return count === null ? "unknown" : `${count.toLocaleString("en-US")} B`;
}
