import { type BenchmarkResult, standingOf } from "@wireduel/core/report";

type Timings = Pick<BenchmarkResult, "timings">;

/** What a picture says of an adapter. One that is not whole is called so, because what it lacks may make it look fast. */
export function saidOf(result: Timings, label: string, said: string): string {
  const standing = standingIn(result, label);
  return standing === "" ? said : `${standing}: ${said}`;
}

/** The label in a table: `gRPC (failed)`. */
export function labelInTable(result: Timings, label: string): string {
  const standing = standingIn(result, label);
  return standing === "" ? label : `${label} (${standing})`;
}

function standingIn({ timings }: Timings, label: string): string {
  const timing = timings.find((one) => one.label === label);
  return timing === undefined ? "" : standingOf(timing);
}
