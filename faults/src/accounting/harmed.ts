import {
  type Adapter,
  type AdapterFactory,
  defineAdapter,
  type LinkContext,
  option,
} from "@wireduel/core/adapter";
import type { HarmOptions, MessageHarm } from "./harm-options.js";
import { type Harm, HarmedLink, withHarm } from "./harmed-link.js";

const share = option.number(0, { min: 0, max: 1 });
const shares = { lose: share, double: share, damage: share, hold: share };

interface Harmed {
  readonly name: string;
  /** The adapter that carries what is left. */
  readonly base: Adapter;
  /** The module that exports the factory as default. */
  readonly module: string;
}

/**
 * An adapter of the same protocol whose sender harms messages and replies. It says in its settings what it did to messages:
 * `harm`.
 */
export function harmed({ name, base, module }: Harmed): AdapterFactory<HarmOptions> {
  const { protocol, options: own, supports } = base;
  const { listen } = protocol;
  if (listen === undefined) throw new Error(`${name}: it must be able to listen`);
  return defineAdapter<HarmOptions>({
    name,
    module,
    supports,
    schemes: protocol.schemes,
    libraries: protocol.libraries,
    ...(protocol.codecs === "any" ? {} : { codecs: protocol.codecs }),
    options: {
      ...shares,
      seed: option.integer(1, { min: 0, max: 2 ** 31 }),
      unharmed: option.integer(0, { min: 0, max: 1_000_000 }),
      closeAfter: option.integer(-1, { min: -1, max: 1_000_000 }),
      reply: option.object<MessageHarm>(shares),
    },
    async listen(context, options) {
      const links = new HarmedLinks(options);
      if (context.role === "receiver") return listen(context, own);
      const listener = await listen(
        {
          ...context,
          accept: (open, secret) =>
            context.accept((linkContext) => {
              const link = links.next(linkContext);
              return link.around(open(link.context));
            }, secret),
        },
        own,
      );
      return {
        endpoint: listener.endpoint,
        close: () => listener.close(),
        describe: () => withHarm(listener.describe?.(), links.harm),
      };
    },
    async dial(endpoint, context, options) {
      if (context.role === "receiver") return protocol.dial(endpoint, context, own);
      const link = dialled(context, options).next(context);
      const { onFrame } = link.context;
      return link.around(await protocol.dial(endpoint, { ...context, onFrame }, own));
    },
  });
}

/** The links of one end. */
class HarmedLinks {
  readonly harm: Harm = { lost: 0, doubled: 0, damaged: 0 };
  readonly #options: HarmOptions;
  #links = 0;

  constructor(options: HarmOptions) {
    this.#options = options;
  }

  next(context: LinkContext): HarmedLink {
    return new HarmedLink(context, this.#options, this.#links++, this.harm);
  }
}

/** All links that one end dials have the same signal. */
const ends = new WeakMap<AbortSignal, HarmedLinks>();

function dialled({ signal }: LinkContext, options: HarmOptions): HarmedLinks {
  const links = ends.get(signal) ?? new HarmedLinks(options);
  ends.set(signal, links);
  return links;
}
