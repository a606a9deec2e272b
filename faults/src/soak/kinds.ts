import fc from "fast-check";
import { harmedBytes, harmedMessages, PROTOCOLS, type Scenario } from "../accounting/scenario.js";

/** One kind of run, drawn at random within its kind. */
export interface Kind {
  readonly name: string;
  readonly runs: fc.Arbitrary<Scenario>;
}

const protocols = Object.keys(PROTOCOLS) as (keyof typeof PROTOCOLS)[];
const ways = protocols.flatMap((protocol) => {
  const directions = PROTOCOLS[protocol].push ? (["upload", "push"] as const) : (["upload"] as const);
  return directions.map((direction) => ({ protocol, direction, name: `${protocol}, ${direction}` }));
});

/** All kinds. Neighbours are of different protocols, so a short soak has all of them, too. */
export const KINDS: readonly Kind[] = [
  ...ways.map(({ protocol, direction, name }) => ({
    name: `${name}: messages`,
    runs: harmedMessages(protocol, direction, "one round", "inline"),
  })),
  ...ways.map(({ protocol, direction, name }) => ({
    name: `${name}: bytes`,
    runs: fc.oneof(harmedBytes(protocol, direction, "inline"), harmedBytes(protocol, direction, "server")),
  })),
  ...ways.map(({ protocol, direction, name }) => ({
    name: `${name}: processes`,
    runs: harmedMessages(protocol, direction, "one round", "process"),
  })),
  ...protocols.map((protocol) => ({
    name: `${protocol}: rounds, slices, a matrix`,
    runs: fc.oneof(
      ...(["rounds", "slices", "matrix"] as const).map((shape) =>
        harmedMessages(protocol, "upload", shape, "process"),
      ),
    ),
  })),
];

/** The run of a seed, and its kind. Seeds that follow each other are of all kinds in turn. */
export function runOf(seed: number): { readonly kind: Kind; readonly scenario: Scenario } {
  const kind = KINDS[seed % KINDS.length] as Kind;
  const [scenario] = fc.sample(kind.runs, { seed, numRuns: 1 });
  return { kind, scenario: scenario as Scenario };
}
