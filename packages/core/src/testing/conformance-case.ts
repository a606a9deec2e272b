import type { Adapter, Direction } from "../adapter/contract.js";

/** Makes the adapter under test. The suite calls it without options, and once with one that does not exist. */
export type CreateAdapter = (options?: Record<string, unknown>) => Adapter;

/** One thing that every adapter must do right. */
export interface ConformanceCase {
  /** Stable: skips refer to it. */
  readonly name: string;
  /** Rejects with what is wrong. */
  run(createAdapter: CreateAdapter): Promise<void>;
  /** Why it says nothing about this adapter, if so: for a claim that is not made. */
  doesNotApply?(adapter: Adapter): string | undefined;
}

/** The same case in each direction; the second applies where push is claimed. */
export function inBothDirections(
  name: string,
  run: (adapter: Adapter, direction: Direction) => Promise<void>,
): ConformanceCase[] {
  return [
    { name, run: (createAdapter) => run(createAdapter(), "upload") },
    {
      name: `push: ${name}`,
      run: (createAdapter) => run(createAdapter(), "push"),
      doesNotApply: ({ supports }) => (supports.push ? undefined : "push is not claimed"),
    },
  ];
}
