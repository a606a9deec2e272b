import { show } from "../options/show.js";

/** What the types demand, for authors who write JavaScript. */
export function checkReturned(method: "listen" | "dial", returned: unknown, needs: readonly string[]): void {
  const missing = needs.find(
    (name) => (returned as Record<string, unknown> | undefined)?.[name] === undefined,
  );
  if (missing === undefined) return;
  throw new Error(`\`${method}\` resolved with ${show(returned)}, which has no \`${missing}\``);
}
