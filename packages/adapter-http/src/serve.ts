import type { EndDescription } from "@wireduel/core/adapter";
import type { TakeRequest } from "./incoming.js";

/** What a listening end serves: the frames that are posted to it, or those that it pushes. */
export interface Served {
  readonly take: TakeRequest;
  describe(): Pick<EndDescription, "settings" | "notes">;
  /** Closes all links. */
  close(): Promise<void>;
}
