// The shapes of the control API: each end checks what the other sends.
import { z } from "zod";
import type { Endpoint } from "../adapter/contract.js";
import type { Resources } from "../process/resource-meter.js";
import type {
  EndIdentity,
  PhaseMark,
  ReceiverReport,
  SessionOpened,
  SessionRequest,
} from "./control-calls.js";

/** The header's scheme for the token. */
export const BEARER = "Bearer ";

const name = z.string().regex(/^[a-z0-9-]{1,64}$/, "wanted a name of a-z, 0-9 and -");
const versions = z.record(z.string(), z.string());
const json = z.record(z.string(), z.json());

export const endIdentitySchema: z.ZodType<EndIdentity> = z.object({
  contract: z.int(),
  core: z.string(),
  node: z.string(),
  clock: z.object({
    bootId: z.string().nullable(),
    timeNamespace: z.string().nullable(),
    hostname: z.string(),
    platform: z.string(),
  }),
});

/** A certificate in PEM takes a few kilobytes. */
const CERTIFICATE_CHARACTERS = 32 * 1024;

export const endpointSchema: z.ZodType<Endpoint> = z.object({
  url: z.string().max(2_048),
  certificate: z.string().max(CERTIFICATE_CHARACTERS).exactOptional(),
});

export const dialledSchema: z.ZodType<{ connectMs: number }> = z.object({ connectMs: z.number() });

export const sessionRequestSchema: z.ZodType<SessionRequest> = z.object({
  sender: z.object({ contract: z.int(), core: z.string().default("unknown") }),
  adapter: z.object({ name, options: json.default({}) }),
  codec: z.object({ name }),
  direction: z.enum(["upload", "push"]).default("upload"),
  tls: z.enum(["off", "local", "own"]).default("off"),
  maxPayloadBytes: z
    .int()
    .min(1)
    .max(2 ** 30),
});

export const sessionOpenedSchema: z.ZodType<SessionOpened> = z.object({
  session: z.string(),
  endpoint: endpointSchema.nullable(),
  mutualTls: z.boolean(),
  libraries: versions,
});

export const phaseMarkSchema: z.ZodType<PhaseMark> = z.object({
  phase: z.enum(["warm-up", "measure"]),
  firstSequence: z.int().min(0),
});

export const clockStampsSchema: z.ZodType<{ receivedAt: number; sentAt: number }> = z.object({
  receivedAt: z.number(),
  sentAt: z.number(),
});

const resourcesSchema: z.ZodType<Resources> = z.object({
  durationMs: z.number(),
  cpuUserMs: z.number(),
  cpuSystemMs: z.number(),
  rssBytes: z.number(),
  rssPeakBytes: z.number(),
  heapUsedBytes: z.number(),
  loopBusyShare: z.number(),
  loopDelayMs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }).nullable(),
  gcCount: z.number(),
  gcTotalMs: z.number(),
  gcMaxMs: z.number(),
});

export const receiverReportSchema: z.ZodType<ReceiverReport> = z.object({
  phase: z.enum(["warm-up", "measure"]).nullable(),
  counts: z.object({
    highestSequence: z.int().nullable(),
    received: z.int(),
    duplicated: z.int(),
    reordered: z.int(),
    damaged: z.int(),
    undecodable: z.int(),
    unchecked: z.int(),
    damagedSequences: z.array(z.int()),
    firstUndecodable: z.string().nullable(),
  }),
  settings: json,
  notes: z.array(z.string()),
  tls: z.object({ version: z.string(), cipher: z.string() }).nullable(),
  errors: z.array(z.string()),
  resources: resourcesSchema.nullable(),
});

export const errorReplySchema: z.ZodType<{ error: { code: string; message: string } }> = z.object({
  error: z.object({ code: z.string(), message: z.string() }),
});
