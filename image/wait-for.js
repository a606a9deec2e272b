#!/usr/bin/env node
// Waits until a receiver answers, for a container that starts at the same time: `wait-for http://receiver:4000/health 60`. Ends
// with 0 then, with 1 after so many seconds (default: 60), and with 2 if an argument is invalid.
import { setTimeout as pause } from "node:timers/promises";

const POLL_MS = 250;
const [url, seconds = "60"] = process.argv.slice(2);
const valid = url !== undefined && /^https?:/.test(url) && URL.canParse(url) && Number(seconds) > 0;
if (!valid) {
  process.stderr.write(
    `wait-for: expected an http URL and a number of seconds, got ${JSON.stringify(process.argv.slice(2))}\n`,
  );
  process.exit(2);
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

let why = "no answer";
const end = performance.now() + 1_000 * Number(seconds);
while (performance.now() < end) {
  try {
    const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    if (ok) process.exit(0);
    why = `it answers with ${status}`;
  } catch (error) {
    why = error.cause?.message || error.message;
  }
  await pause(POLL_MS);
}
process.stderr.write(`wait-for: ${url} was not there within ${seconds} s: ${why}\n`);
process.exit(1);
