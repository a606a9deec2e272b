// Loaded before the program of a process (`--import`). Then its allocator is in the state of a process that has used and freed
// a very large buffer.
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const LARGE_BYTES = 31e6;

function useLargeBuffer(): void {
  Buffer.allocUnsafeSlow(LARGE_BYTES).fill(1);
}

setFlagsFromString("--expose-gc");
useLargeBuffer();
(runInNewContext("gc") as () => void)();
// V8 frees it in another thread.
await sleep(20);
