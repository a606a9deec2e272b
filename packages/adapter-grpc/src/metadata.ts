// The option `metadata`: what each call carries beside its message.
import type { Metadata } from "@grpc/grpc-js";
import { invalidOption, type OptionKind, option } from "@wireduel/core/adapter";
import { grpcJs } from "./library.js";
import { SECRET_KEY } from "./secret.js";

/** Text by key. The text of a key that ends with `-bin` is base64. */
export type MetadataOption = Readonly<Record<string, string>>;

/** `__proto__` would be lost: JavaScript objects use it themselves. */
const KEY = /^(?!__proto__$)[a-z0-9_.-]+$/;
/** HTTP/2, grpc-js and Wireduel own these. A given value would be replaced, or the call would fail. */
const OWNED =
  /^(grpc-.*|wireduel-.*|content-type|content-length|te|user-agent|host|connection|accept-encoding|http2-settings|keep-alive|proxy-connection|transfer-encoding|upgrade)$/;
/** Node's HTTP/2 accepts 128 headers, and at least 64 KiB. gRPC itself has at most twelve headers. */
const MOST_ENTRIES = 100;
const MOST_BYTES = 60_000;
const PRINTABLE = /^([!-~]([ -~]*[!-~])?)?$/;
const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const anyText = option.text("", /^/, "text");
const entries = option.record<unknown>(
  { parse: (_, value) => value },
  'text by key, such as { authorization: "Bearer x" }',
);

export const metadata: OptionKind<MetadataOption> = {
  default: {},
  schema: { type: "object", additionalProperties: { type: "string" } },
  parse(name, value) {
    const given = Object.entries(entries.parse(name, value));
    const checked = given.map(([key, text]) => [key, check(name, key, text)] as const);
    if (checked.length > MOST_ENTRIES) {
      throw invalidOption(name, `at most ${MOST_ENTRIES} texts`, checked.length);
    }
    const bytes = checked.reduce((sum, [key, text]) => sum + key.length + text.length, 0);
    if (bytes > MOST_BYTES) throw invalidOption(name, `at most ${MOST_BYTES} bytes, with its keys`, bytes);
    return Object.fromEntries(checked);
  },
};

function check(name: string, key: string, given: unknown): string {
  if (!KEY.test(key)) {
    throw invalidOption(name, "text by keys made of a-z, 0-9, _, . and -, but not __proto__", key);
  }
  const place = `${name}["${key}"]`;
  const text = anyText.parse(place, given);
  if (key === "user-agent") {
    throw invalidOption(place, 'left out: use `channelOptions["grpc.primary_user_agent"]`', text);
  }
  if (OWNED.test(key)) throw invalidOption(place, "left out, because gRPC or Wireduel sets it", text);
  if (key.endsWith("-bin") && !BASE64.test(text)) throw invalidOption(place, "base64", text);
  if (!PRINTABLE.test(text)) {
    throw invalidOption(place, "printable ASCII characters, without spaces around them", text);
  }
  return text;
}

/**
 * The metadata of a call, for grpc-js. It may be used for several calls.
 * @param secret of the session
 */
export function callMetadata(option: MetadataOption, secret: string): Metadata {
  const made = new grpcJs.Metadata();
  made.set(SECRET_KEY, secret);
  for (const [key, text] of Object.entries(option)) {
    made.set(key, key.endsWith("-bin") ? Buffer.from(text, "base64") : text);
  }
  return made;
}
