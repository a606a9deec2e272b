/** A network that a tap emulates between the two ends. */
export interface Network {
  readonly name: "lan" | "wan" | "custom";
  /** One-way delay, added in each direction, in milliseconds. */
  readonly delayMs: number;
  /** Maximum deviation from the delay, uniform in both directions, in milliseconds. At most `delayMs`. */
  readonly jitterMs: number;
  /** Megabits per second for each connection and direction. Null: no limit. */
  readonly rateMbps: number | null;
  /** Seed of the jitter. */
  readonly seed: number;
}

/** The values of the named networks: a switched local network, and a path across a continent. */
export const NAMED_NETWORKS: Readonly<
  Record<"lan" | "wan", { readonly delayMs: number; readonly jitterMs: number; readonly rateMbps: number }>
> = {
  lan: { delayMs: 0.25, jitterMs: 0.05, rateMbps: 1_000 },
  wan: { delayMs: 20, jitterMs: 1, rateMbps: 1_000 },
};
