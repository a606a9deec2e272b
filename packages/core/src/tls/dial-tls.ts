// Stub: to be replaced by the owner of this folder.
import type { Endpoint } from "../adapter.js";
import type { DialTls } from "./link-tls.js";
import type { TlsSettings } from "./tls-option.js";

export function dialTls(settings: TlsSettings, endpoint: Endpoint, what: string): DialTls {
  throw new Error(`stub ${what} ${settings.kind} ${endpoint.url}`);
}
