// Stub: to be replaced by the owner of this folder.
import type { ListenTls } from "./link-tls.js";
import type { TlsSettings } from "./tls-option.js";

export async function listenTls(
  settings: TlsSettings,
  what: string,
): Promise<{ readonly tls: ListenTls; readonly certificate?: string }> {
  throw new Error(`stub ${what} ${settings.kind}`);
}
