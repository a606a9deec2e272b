import type { Adapter } from "@wireduel/core/adapter";

/**
 * The same adapter, but its dialling end is sent to another URL. In an upload, the sender dials. In a push, the receiver dials what
 * the sender's listening end names. So the sender must be this process, and the receiver may be any.
 * @param change gets the URL of the listening end, and returns the one to dial
 */
export function dialsElsewhere(adapter: Adapter, change: (url: string) => string | Promise<string>): Adapter {
  const { protocol } = adapter;
  return {
    ...adapter,
    protocol: {
      ...protocol,
      async dial(endpoint, context, options) {
        if (context.role !== "sender") return protocol.dial(endpoint, context, options);
        return protocol.dial({ ...endpoint, url: await change(endpoint.url) }, context, options);
      },
      async listen(context, options) {
        const listener = await protocol.listen?.(context, options);
        if (listener === undefined) throw new Error(`${protocol.name} does not listen`);
        if (context.role !== "sender") return listener;
        const url = await change(listener.endpoint.url);
        return { ...listener, endpoint: { ...listener.endpoint, url } };
      },
    },
  };
}
