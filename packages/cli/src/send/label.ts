import { checkLabel } from "./send-flags.js";

/** In an Indexed Job of Kubernetes, each task has a number. */
const INDEX = "JOB_COMPLETION_INDEX";

/**
 * The name of a sender in the result. It never depends on the process: a task that an engine starts again must be recognised,
 * because it would count twice.
 * @param given `--label`
 * @throws UsageError
 */
export function senderLabel(
  given: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  hostname: string,
): string {
  if (given !== undefined) return given;
  const index = env[INDEX];
  return index ? checkLabel(INDEX, `sender-${index}`) : checkLabel("the name of this host", hostname);
}
