/** The largest number, at least 0. A stored file may have too many for `Math.max`. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
