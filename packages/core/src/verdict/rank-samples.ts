import { type Evidence, evidenceFrom } from "./signed-rank.js";

/**
 * The rank-sum test of two independent samples (Mann and Whitney, 1947; Hollander and Wolfe, "Nonparametric
 * Statistical Methods", chapter 4): by how much `a` is shifted against `b`. The estimate is the median of all
 * differences of a value of `a` and one of `b` (Hodges and Lehmann, 1963). If no two values are equal, bounds and
 * p-values are those of R: `wilcox.test(a, b, conf.int = TRUE, exact = TRUE)`. A difference of 0 counts for both
 * sides, so the test keeps its level with equal values, too.
 */
export function rankSamples(a: readonly number[], b: readonly number[]): Evidence {
  const differences = new Float64Array(a.length * b.length);
  let index = 0;
  for (const own of a) for (const other of b) differences[index++] = own - other;
  return evidenceFrom(differences.sort(), rankSumTails(a.length, b.length));
}

/** All comparisons of two results have about as many rounds, so the latest distribution is kept. */
let latest: { readonly sizes: string; readonly tails: Float64Array } = {
  sizes: "",
  tails: new Float64Array([1]),
};

/**
 * The distribution of the number of pairs in which the value of one sample is above that of the other, if both samples
 * are alike: entry u is the probability of at most u. The entries go from 0 to m n.
 */
export function rankSumTails(m: number, n: number): Float64Array {
  // It does not change if the samples are exchanged.
  const [small, large] = m < n ? [m, n] : [n, m];
  const sizes = `${small}, ${large}`;
  if (latest.sizes !== sizes) latest = { sizes, tails: tailsOf(small, large) };
  return latest.tails;
}

/**
 * The probabilities are the coefficients of a Gaussian binomial: the product of (1 - q^(n + i)) / (1 - q^i) for i from 1
 * to m. Each step multiplies by one factor, divides by the other, and divides by the sum, so numbers stay small. They
 * are symmetric, so the lower half is enough. There, all terms that are added up are positive.
 */
function tailsOf(m: number, n: number): Float64Array {
  const most = m * n;
  const half = Math.floor(most / 2);
  let shares = new Float64Array(half + 1);
  shares[0] = 1;
  for (let i = 1; i <= m; i++) {
    const next = new Float64Array(half + 1);
    const scale = i / (n + i);
    for (let u = 0; u <= half; u++) {
      const taken = u >= n + i ? at(shares, u - n - i) : 0;
      next[u] = (at(shares, u) - taken) * scale + (u >= i ? at(next, u - i) : 0);
    }
    shares = next;
  }
  const tails = new Float64Array(most + 1);
  let sum = 0;
  for (let u = 0; u <= half; u++) {
    sum += at(shares, u);
    tails[u] = sum;
  }
  for (let u = half + 1; u <= most; u++) tails[u] = u === most ? 1 : 1 - at(tails, most - u - 1);
  return tails;
}

/** The index must be within the array. */
function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}
