import type { Adapter, Link, LinkContext, ListenContext } from "../adapter/contract.js";
import { newSecret, sameSecret } from "../adapter/secret.js";

/** The secret of all links in this process, unless a case has another one. */
export const SECRET: string = newSecret();

/** What a listening end opens a link with. */
type Open = (context: LinkContext) => Link;

/**
 * Admits links as core does: with the secret, if the adapter claims it.
 * @param take opens the link
 */
export function admitting(
  { supports }: Pick<Adapter, "supports">,
  take: (open: Open) => void,
): Pick<ListenContext, "accept" | "admits"> {
  const admits = (presented: string | undefined) => sameSecret(SECRET, presented);
  return {
    admits,
    accept(open, presented) {
      if (supports.secret && !admits(presented)) return false;
      take(open);
      return true;
    },
  };
}
