import { grpc } from "@wireduel/adapter-grpc";
import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import type { LoadOption, NetworkOption } from "@wireduel/core";
import type { Adapter } from "@wireduel/core/adapter";
import fc from "fast-check";
import type { Fault } from "../proxy/direction.js";
import type { PlannedFault } from "../proxy/fault-proxy.js";
import type { HarmOptions, MessageHarm } from "./harm-options.js";
import harmedCalls from "./harmed-calls.js";
import harmedGrpc from "./harmed-grpc.js";
import harmedTcp from "./harmed-tcp.js";
import harmedWs from "./harmed-ws.js";

/** What can be chosen for each protocol. */
export interface Choices {
  readonly direction: "upload" | "push";
  readonly tls: "local" | undefined;
  /** gRPC has messages of its own. */
  readonly codec: "raw" | "json-array" | "json-base64";
}

interface ProtocolOfRuns {
  readonly plain: (choices: Choices) => Adapter;
  /** The adapter whose messages are harmed. */
  readonly harmed: (choices: Choices, harm: HarmOptions) => Adapter;
  readonly push: boolean;
}

function withoutCodec({ direction, tls }: Choices) {
  return { direction, tls };
}

/** The protocols, by the names that runs have. */
export const PROTOCOLS = {
  ws: {
    plain: (choices) => ws(choices),
    harmed: (choices, harm) => harmedWs({ ...choices, ...harm }),
    push: true,
  },
  gRPC: {
    plain: (choices) => grpc(withoutCodec(choices)),
    harmed: (choices, harm) => harmedGrpc({ ...withoutCodec(choices), ...harm }),
    push: true,
  },
  "gRPC calls": {
    plain: (choices) => grpc({ ...withoutCodec(choices), call: "unary" }),
    harmed: (choices, harm) => harmedCalls({ ...withoutCodec(choices), ...harm }),
    push: false,
  },
  tcp: {
    plain: (choices) => tcp(choices),
    harmed: (choices, harm) => harmedTcp({ ...choices, ...harm }),
    push: true,
  },
} as const satisfies Record<string, ProtocolOfRuns>;

/** What happens while a run measures. */
export interface Interruption {
  readonly what: "none" | "abort" | "kill the receiver" | "freeze the receiver" | "kill a sender";
  /** After the first payload is due. */
  readonly afterMs: number;
}

/** What all runs have. */
interface Run extends Choices {
  readonly protocol: keyof typeof PROTOCOLS;
  readonly network: NetworkOption | undefined;
  readonly load: LoadOption;
  readonly connections: number;
  readonly maxInFlight: number;
  readonly warmupCount: number;
  readonly sizeBytes: number;
  readonly replyBytes: number;
  readonly maxTransmissions: number;
  readonly interruption: Interruption;
}

/** Messages and replies are harmed at the sender. */
export interface MessageScenario extends Run {
  readonly kind: "messages";
  /** `matrix`: two payloads, two blocks. */
  readonly shape: "one round" | "rounds" | "slices" | "matrix";
  readonly receiver: "inline" | "process";
  readonly harm: Omit<HarmOptions, "unharmed">;
}

/** Bytes are harmed between the ends. */
export interface WireScenario extends Run {
  readonly kind: "wire";
  readonly receiver: "inline" | "server";
  readonly faults: readonly PlannedFault[];
}

/** A run, and what goes wrong in it. */
export type Scenario = MessageScenario | WireScenario;

const load: fc.Arbitrary<LoadOption> = fc.oneof(
  fc.record({
    kind: fc.constant("closed-loop" as const),
    concurrency: fc.integer({ min: 4, max: 12 }),
    thinkTimeMs: fc.constantFrom(0, 0, 3),
    count: fc.integer({ min: 1, max: 80 }),
  }),
  fc.record({
    kind: fc.constant("closed-loop" as const),
    concurrency: fc.integer({ min: 4, max: 12 }),
    durationMs: fc.integer({ min: 20, max: 300 }),
  }),
  fc.record({
    kind: fc.constant("constant-rate" as const),
    ratePerSecond: fc.integer({ min: 50, max: 2_000 }),
    count: fc.integer({ min: 1, max: 80 }),
  }),
  fc.record({
    kind: fc.constant("poisson" as const),
    ratePerSecond: fc.integer({ min: 50, max: 500 }),
    seed: fc.integer({ min: 1, max: 1_000 }),
    durationMs: fc.integer({ min: 20, max: 300 }),
  }),
  fc.record({
    kind: fc.constant("stages" as const),
    stages: fc.array(
      fc.record({
        ratePerSecond: fc.oneof(fc.constant(200), fc.constant({ from: 0, to: 400 })),
        durationMs: fc.integer({ min: 20, max: 150 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

/** Mostly a few, sometimes none or all. */
const share = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.constantFrom(0.02, 0.1, 0.2) },
  { weight: 1, arbitrary: fc.constant(1) },
);
const messageHarm: fc.Arbitrary<MessageHarm> = fc.record({
  lose: share,
  double: share,
  damage: share,
  hold: share,
});

function interruption(...what: readonly Interruption["what"][]): fc.Arbitrary<Interruption> {
  return fc.record({
    what: fc.constantFrom<Interruption["what"]>("none", "none", "none", "abort", ...what),
    afterMs: fc.integer({ min: 0, max: 400 }),
  });
}

function run(protocol: keyof typeof PROTOCOLS, direction: Run["direction"]) {
  return {
    protocol: fc.constant(protocol),
    direction: fc.constant(direction),
    tls: fc.constantFrom(undefined, undefined, undefined, "local" as const),
    codec: fc.constantFrom("raw" as const, "raw" as const, "json-array" as const, "json-base64" as const),
    network: fc.constantFrom(undefined, undefined, undefined, { delayMs: 2, jitterMs: 1 }),
    load,
    connections: fc.integer({ min: 1, max: 4 }),
    maxInFlight: fc.integer({ min: 1, max: 40 }),
    warmupCount: fc.integer({ min: 0, max: 3 }),
    sizeBytes: fc.constantFrom(1, 100, 70_000),
    replyBytes: fc.constantFrom(0, 0, 500),
    maxTransmissions: fc.constantFrom(0, 10, 1_000),
  };
}

/** Random runs of one protocol in one direction whose messages are harmed. */
export function harmedMessages(
  protocol: keyof typeof PROTOCOLS,
  direction: Run["direction"],
  shape: MessageScenario["shape"],
  receiver: MessageScenario["receiver"],
): fc.Arbitrary<MessageScenario> {
  const ends = { inline: [], process: ["kill the receiver", "freeze the receiver"] } as const;
  const several = shape === "one round" ? [] : (["kill a sender"] as const);
  return fc.record({
    ...run(protocol, direction),
    kind: fc.constant("messages" as const),
    shape: fc.constant(shape),
    receiver: fc.constant(receiver),
    interruption: interruption(...ends[receiver], ...several),
    harm: fc.record({
      lose: share,
      double: share,
      damage: share,
      hold: share,
      reply: messageHarm,
      seed: fc.integer({ min: 0, max: 1_000_000 }),
      closeAfter: fc.oneof({ weight: 5, arbitrary: fc.constant(-1) }, fc.integer({ min: 0, max: 60 })),
    }),
  });
}

const FAULTS: readonly Fault[] = ["cut", "half-close", "silence", "swallow", "stop-reading", "damage"];

/** Random runs of one protocol in one direction whose bytes are harmed. */
export function harmedBytes(
  protocol: keyof typeof PROTOCOLS,
  direction: Run["direction"],
  receiver: WireScenario["receiver"],
): fc.Arbitrary<WireScenario> {
  const fault: fc.Arbitrary<PlannedFault> = fc.record({
    fault: fc.constantFrom(...FAULTS),
    from: fc.constantFrom("dialling" as const, "listening" as const),
    // A handshake has some hundred bytes.
    afterBytes: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 500, max: 200_000 })),
  });
  return fc.record({
    ...run(protocol, direction),
    kind: fc.constant("wire" as const),
    receiver: fc.constant(receiver),
    interruption: interruption(),
    faults: fc.array(fault, { minLength: 1, maxLength: 2 }),
  });
}
