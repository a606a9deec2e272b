/** The probability of at most `count` successes in `trials`, each with the probability `share`. */
export function atMost(count: number, trials: number, share: number): number {
  if (count >= trials || share <= 0) return 1;
  if (share >= 1) return 0;
  // In logarithms, because the powers of many trials are too small for a number.
  let logTerm = trials * Math.log1p(-share);
  let sum = Math.exp(logTerm);
  for (let successes = 1; successes <= count; successes++) {
    logTerm += Math.log((trials - successes + 1) / successes) + Math.log(share) - Math.log1p(-share);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/**
 * The largest share that is compatible with `count` of `trials`: the true share is at most this, with 95 % confidence. It is exact
 * (Clopper and Pearson 1934, one-sided).
 */
export function upperBound(count: number, trials: number, confidence = 0.95): number {
  if (count >= trials) return 1;
  let [low, high] = [count / trials, 1];
  // Half the distance each time, down to the precision of a number.
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (atMost(count, trials, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}
