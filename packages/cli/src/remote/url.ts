import { badValue } from "../failure.js";

/** Whether what answers at a URL has a certificate. */
export function isSecure(url: string): boolean {
  return /^https:/i.test(url);
}

/** The host of a URL. An IPv6 address without its brackets. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, "");
}

/**
 * Checks the URL of another process.
 * @param name the flag
 * @param wanted what it should be, in words
 * @throws UsageError
 */
export function checkUrl(name: string, given: string, wanted: string): string {
  // Node would read `host:4000` as a URL of the protocol `host:`.
  if (!/^\w+:\/\//.test(given)) {
    const meant = /^[^\s/]+(:\d+)?$/.test(given) ? `; did you mean http://${given}?` : "";
    throw badValue(name, wanted, given + meant);
  }
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) throw badValue(name, wanted, given);
  const { username, password, search, hash } = new URL(given);
  // It is not shown: it may have a password.
  if (username + password + search + hash !== "") {
    throw badValue(name, "a URL without user, query and fragment", "one that has them");
  }
  return given;
}
