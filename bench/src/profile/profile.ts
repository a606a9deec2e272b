// `pnpm bench profile VARIANT [BYTES] [IN_FLIGHT]`: which functions use the CPU time of both ends, and which allocate memory
// for a message. Sampled by V8.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VARIANTS } from "../cells/variants.js";
import { UsageError } from "../command-line.js";
import { forkAndWait } from "../processes/fork-and-wait.js";
import { three } from "../results/numbers.js";
import { textTable } from "../results/table.js";
import type { ProfileReply, SenderProfile } from "./profile-process.js";
import { allocationRows, cpuRows, ownerRows } from "./profile-rows.js";
import { type EndProfile, SAMPLED } from "./sample-end.js";

interface BothProfiles extends SenderProfile {
  readonly receiver: EndProfile;
}

/** @throws UsageError */
export default async function profile([
  variant = "tcp",
  bytes = "100",
  inFlight = "1",
]: readonly string[]): Promise<void> {
  checkVariant(variant);
  checkNumber("bytes", bytes, 0, 64e6);
  checkNumber("payloads in flight", inFlight, 1, 4_096);
  for (const sampled of SAMPLED) {
    const both = await sampleBothEnds([variant, bytes, inFlight, sampled]);
    const { perSecond, warmupCount, count, sender, receiver } = both;
    if (sampled === "cpu") {
      console.log(
        `${variant}, ${bytes} bytes, ${inFlight} in flight: ${three(perSecond)} messages per second`,
      );
    }
    show("sender", sender, count);
    show("receiver", receiver, warmupCount + count);
  }
}

async function sampleBothEnds(args: readonly string[]): Promise<BothProfiles> {
  const folder = await mkdtemp(join(tmpdir(), "wireduel-profile-"));
  try {
    const file = join(folder, "receiver.json");
    const program = new URL("./profile-process.js", import.meta.url);
    const reply = await forkAndWait<ProfileReply>(program, { name: "the sender", args: [...args, file] });
    if ("error" in reply) throw new Error(reply.error);
    return { ...reply, receiver: JSON.parse(await readFile(file, "utf8")) as EndProfile };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function show(end: string, { cpu, heap }: EndProfile, messages: number): void {
  if (cpu) {
    console.log(`\n${textTable([`${end}: its processor's time`, "share"], cpuRows(cpu))}`);
    console.log(`\n${textTable([`${end}: the same by owner`, "share"], ownerRows(cpu))}`);
  }
  if (heap) {
    const head = [`${end}: on V8's heap, for a message`, "bytes"];
    console.log(`\n${textTable(head, allocationRows(heap, messages))}`);
  }
}

function checkVariant(variant: string): void {
  const ours = Object.entries(VARIANTS).filter(([, { by }]) => by === "wireduel");
  const names = ours.map(([name]) => name);
  if (names.includes(variant)) return;
  throw new UsageError(`expected a variant (${names.join("; ")}), got ${JSON.stringify(variant)}`);
}

function checkNumber(what: string, text: string, least: number, most: number): void {
  if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return;
  throw new UsageError(`expected ${what} from ${least} to ${most}, got ${JSON.stringify(text)}`);
}
