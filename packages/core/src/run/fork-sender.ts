import type { Adapter } from "../adapter/contract.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { codecOf, titleOf } from "../adapter/define-adapter.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { ChildCalls, entryBeside } from "../process/child-calls.js";
import type { RoundOutcome } from "../round/run-round.js";
import type { SenderCall } from "./sender-call.js";

/**
 * Runs one round of one row in a sender's process of its own, with a receiver of its own: what one process has compiled, cached
 * or fragmented must not decide a comparison.
 *
 * @throws WireduelError as `runRow` does; `UNEXPECTED` if the process ends before its round
 */
export async function runRowInProcess(
  { rows, signal, events, ...settings }: CheckedOptions,
  { adapter, label }: { readonly adapter: Adapter; readonly label: string },
  row: number,
): Promise<RoundOutcome> {
  const { name, options, module, direction = "upload", tls, profile } = adapter;
  const codec = codecOf(adapter);
  if (module === undefined) throw new WireduelError("ADAPTER_NOT_LOADABLE", `${name} has no module to load`);
  const call: SenderCall = {
    adapter: {
      ...{ name, module, options, direction },
      ...(tls === undefined ? {} : { tls }),
      ...(profile === undefined ? {} : { profile }),
    },
    codec: { name: codec.name, ...(codec.module === undefined ? {} : { module: codec.module }) },
    event: { label, title: titleOf(adapter), row },
    settings,
  };
  const child = new ChildCalls({
    entry: entryBeside(import.meta.url, "sender-process"),
    modules: [module, codec.module].filter((one) => one !== undefined),
    what: "the sender process",
    gone: (how) => new WireduelError("UNEXPECTED", how),
  });
  const onAbort = () => void child.call("abort").catch(() => {});
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return (await child.call("run", [call])) as RoundOutcome;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await child.close();
  }
}
