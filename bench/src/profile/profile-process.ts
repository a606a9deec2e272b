// The sender process of `pnpm bench profile`: `profile-process.js VARIANT BYTES IN_FLIGHT cpu|heap FILE`. The receiver's
// profile is written to FILE.
import { makeAdapter, runOne } from "../cells/run-cell.js";
import { type VariantName, wireduelVariant } from "../cells/variants.js";
import { endWithParent, messageOf, sendToParent } from "../processes/end-with-parent.js";
import { type EndProfile, type Sampled, sampleEnd } from "./sample-end.js";

/** The message to the parent. */
export type ProfileReply = SenderProfile | { readonly error: string };

export interface SenderProfile {
  readonly perSecond: number;
  readonly warmupCount: number;
  readonly count: number;
  /** Of the measured payloads only. */
  readonly sender: EndProfile;
}

/** The number that core lists. Further ones would add histogram work to the profile. */
const MOST_PAYLOADS = 200_000;
const MOST_BYTES = 4e9;
const LARGE_BYTES = 100_000;

endWithParent();
const [variant = "", bytes = "", inFlight = "", sampled = "", file = ""] = process.argv.slice(2);
// The receiver inherits the environment of this process, and samples itself from start to end.
process.env.NODE_OPTIONS = `--import=${new URL("./profile-receiver.js", import.meta.url).href}`;
process.env.WIREDUEL_PROFILE = file;
process.env.WIREDUEL_PROFILE_OF = sampled;
const reply = await profileSender().catch((error: unknown): ProfileReply => ({ error: messageOf(error) }));
sendToParent(reply);

async function profileSender(): Promise<ProfileReply> {
  let sender: EndProfile | undefined;
  let stop: ReturnType<typeof sampleEnd> | undefined;
  const warmupCount = Number(bytes) >= LARGE_BYTES ? 100 : 50_000;
  const count = Math.min(MOST_PAYLOADS, Math.ceil(MOST_BYTES / Math.max(1, Number(bytes))));
  const { round } = await runOne({
    adapters: [await makeAdapter(wireduelVariant(variant as VariantName))],
    payload: { sizeBytes: Number(bytes), distinct: 1 },
    load: { kind: "closed-loop", concurrency: Number(inFlight), count },
    maxTransmissions: MOST_PAYLOADS,
    warmupCount,
    events: {
      phase: ({ phase }) => {
        if (phase === "measure") stop = sampleEnd(sampled as Sampled);
        if (phase === "drain")
          stop?.((profile) => {
            sender = profile;
          });
      },
    },
  });
  if (sender === undefined) throw new Error("the run emitted no phase events");
  return { perSecond: round.totals.acknowledgedPerSecond ?? 0, warmupCount, count, sender };
}
