/** Words in a sentence: `ws, grpc and tcp`. */
export function listed(words: readonly string[], conjunction: "and" | "or"): string {
  return words.join(", ").replace(/, ([^,]*)$/, ` ${conjunction} $1`);
}
