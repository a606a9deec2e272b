import { availableParallelism } from "node:os";

/**
 * Runs tasks, as many at once as there are processors, so that starting processes do not slow each other into a time-out.
 * After a failure, no other task begins. When this settles, all that have begun have ended. Rejects with the first error.
 * @param atOnce how many, if they do not run on this machine
 */
export async function fewAtOnce<T>(
  tasks: readonly (() => Promise<T>)[],
  atOnce: number = availableParallelism(),
): Promise<T[]> {
  const results: T[] = [];
  const waiting = [...tasks.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [place, task] = next;
      try {
        results[place] = await task();
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(tasks.length, atOnce) }, work);
  const ended = await Promise.allSettled(workers);
  const failed = ended.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
  return results;
}
