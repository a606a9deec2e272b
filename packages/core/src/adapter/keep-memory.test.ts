import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { childFlags } from "../process/child-flags.js";

const program = fileURLToPath(new URL("../../transpiled/adapter/fixtures/large-blocks.js", import.meta.url));
const PAGES_OF_A_BLOCK = 244;
const { header } = process.report.getReport() as {
  readonly header: { readonly glibcVersionRuntime?: string };
};

async function faultsPerBlock(...args: string[]): Promise<number> {
  const child = fork(program, args, { execArgv: childFlags([program]) });
  const [faults] = await once(child, "message");
  await once(child, "close");
  return faults as number;
}

// Other C libraries do not have the limits that it raises.
it.runIf(header.glibcVersionRuntime)(
  "lets a new process use the same memory for one large block after the other",
  async () => {
    expect(await faultsPerBlock("keep")).toBeLessThan(PAGES_OF_A_BLOCK / 8);
  },
);
