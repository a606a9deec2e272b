// The child's side of `forkAndWait`.

/** Ends this process when its parent ends, and not earlier. */
export function endWithParent(): void {
  process.on("disconnect", () => process.exit());
  // Ctrl-C reaches every process of the terminal. The parent decides when this one ends.
  process.on("SIGINT", () => {});
}

/** Sends a message to the parent. It is lost if the parent no longer listens. */
export function sendToParent(message: unknown): void {
  process.send?.(message, () => {});
}

/** The message of a thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
