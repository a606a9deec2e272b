// A sender's round as JSON, for a process on another host.
import type { AdapterData } from "../../adapter/adapter-data.js";
import type { RoundSettings } from "../../options/benchmark-options.js";
import type { RemoteReceiver } from "../../options/receiver-option.js";
import { type GeneratedPayloads, isGenerated, type PayloadSource } from "../../payload/payload-source.js";
import type { OwnTls } from "../../tls/tls-settings.js";

/** A round, as it is sent to a sender. */
export interface OrderData {
  /** Without `local`: the sender has its own adapters. */
  readonly adapter: AdapterData;
  /** The label of the adapter. */
  readonly label: string;
  readonly index: number;
  readonly round: number;
  readonly rounds: number | null;
  readonly settings: SettingsData;
  /** The events that the run wants. */
  readonly events: readonly ("phase" | "progress")[];
}

/** `RoundSettings` as JSON. */
export interface SettingsData extends Omit<RoundSettings, "payloads" | "receiver"> {
  readonly payloads: readonly PayloadData[];
  readonly receiver: ReceiverData;
}

/** Given payloads are in base64. */
export type PayloadData =
  | GeneratedPayloads
  | { readonly kind: "bytes"; readonly payloads: readonly string[] };

/** How a sender reaches the receiver. */
export interface ReceiverData {
  readonly url: string;
  readonly token: string | null;
  /** Null: the authorities that Node trusts. Private keys are never sent. */
  readonly tls: Pick<OwnTls, "ca" | "servername" | "minVersion"> | null;
}

const encoded = new WeakMap<PayloadSource, PayloadData>();

/** All senders of all rounds get the same payloads. They are encoded once. */
function payloadData(source: PayloadSource): PayloadData {
  if (isGenerated(source)) return source;
  const known = encoded.get(source);
  if (known) return known;
  const payloads = source.payloads.map((bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
  );
  const data = { kind: "bytes", payloads } as const;
  encoded.set(source, data);
  return data;
}

/** The settings of a sender, for JSON. Its receiver is a server. */
export function settingsData(settings: RoundSettings): SettingsData {
  const { url, token, tls } = settings.receiver as RemoteReceiver;
  const { ca, servername, minVersion } = tls ?? {};
  return {
    ...settings,
    payloads: settings.payloads.map(payloadData),
    receiver: {
      url,
      token: token ?? null,
      tls: minVersion === undefined ? null : { minVersion, ...definedOf({ ca, servername }) },
    },
  };
}

/** The inverse of `settingsData`. */
export function settingsFrom({ payloads, receiver, ...settings }: SettingsData): RoundSettings {
  const { url, token, tls } = receiver;
  return {
    ...settings,
    payloads: payloads.map((source) =>
      source.kind === "bytes"
        ? { kind: "bytes", from: null, payloads: source.payloads.map((one) => Buffer.from(one, "base64")) }
        : source,
    ),
    receiver: {
      url,
      token: token ?? undefined,
      tls: tls && { kind: "own", clientCertificate: false, ...tls },
    },
  };
}

function definedOf<T extends object>(fields: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
