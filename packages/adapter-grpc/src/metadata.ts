// The option `metadata`: what each call carries beside its message.
import type { Metadata } from "@grpc/grpc-js";
import { invalidOption, type OptionKind, option } from "@wireduel/core/adapter";
import { grpcJs } from "./library.js";

/** Text by key. The text of a key that ends with `-bin` is base64. */
export type MetadataOption = Readonly<Record<string, string>>;

const KEY = /^[a-z0-9_.-]+$/;
/** HTTP/2 and grpc-js own these. A given value would be replaced, or the call would fail. */
const OWNED =
  /^(grpc-.*|content-type|te|user-agent|host|connection|accept-encoding|keep-alive|proxy-connection|transfer-encoding|upgrade)$/;
const PRINTABLE = /^([!-~]([ -~]*[!-~])?)?$/;
const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const texts = option.record(
  option.text("", /^/, "text"),
  'text by key, such as { authorization: "Bearer x" }',
);

export const metadata: OptionKind<MetadataOption> = {
  default: {},
  parse(name, value) {
    const parsed = texts.parse(name, value);
    for (const [key, text] of Object.entries(parsed)) check(name, key, text);
    return parsed;
  },
};

function check(name: string, key: string, text: string): void {
  if (!KEY.test(key)) throw invalidOption(name, "text by keys made of a-z, 0-9, _, . and -", key);
  const place = `${name}["${key}"]`;
  if (key === "user-agent") {
    throw invalidOption(place, 'left out: use `channelOptions["grpc.primary_user_agent"]`', text);
  }
  if (OWNED.test(key)) throw invalidOption(place, "left out, because gRPC sets it", text);
  if (key.endsWith("-bin") && !BASE64.test(text)) throw invalidOption(place, "base64", text);
  if (!PRINTABLE.test(text)) {
    throw invalidOption(place, "printable ASCII characters, without spaces around them", text);
  }
}

/** The metadata of a call, for grpc-js. It may be used for several calls. */
export function callMetadata(option: MetadataOption): Metadata {
  const made = new grpcJs.Metadata();
  for (const [key, text] of Object.entries(option)) {
    made.set(key, key.endsWith("-bin") ? Buffer.from(text, "base64") : text);
  }
  return made;
}
