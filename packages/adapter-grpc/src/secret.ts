// The session's secret in the metadata of each call.
import type { Metadata, StatusObject } from "@grpc/grpc-js";
import { grpcJs } from "./library.js";

/** The key of the secret. Another client of the service sends it, too. */
export const SECRET_KEY = "wireduel-secret";

/** The path of a call that only shows the secret. The service has no such method. */
export const SECRET_PATH = "/wireduel.v1.TransferService/ShowSecret";

/** The answer to a call without the secret. */
export const REFUSED: Pick<StatusObject, "code" | "details"> = {
  code: grpcJs.status.UNAUTHENTICATED,
  details: `the metadata must have the secret of the session as ${SECRET_KEY}`,
};

/** The secret in the metadata of a call. */
export function secretIn(metadata: Metadata): string | undefined {
  return metadata.get(SECRET_KEY)[0]?.toString();
}
