import { didYouMean } from "@wireduel/core/adapter";
import { UsageError } from "../failure.js";

/** What people call a protocol, and what to type for it. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["websocket", "ws"],
  ["websockets", "ws"],
  ["http1", "http"],
  ["http1.1", "http"],
  ["http/1.1", "http"],
  ["http2", "http:version=2"],
  ["http/2", "http:version=2"],
  ["h2", "http:version=2"],
  ["https", "http --tls"],
]);

/** No adapter has this name. It may be a mistyped command. */
export class UnknownAdapter extends UsageError {
  /** @param known the names of the command's own adapters */
  constructor(
    readonly adapter: string,
    readonly known: readonly string[],
  ) {
    super(`${adapter} is not an adapter${hintFor(adapter, known)}`);
  }
}

/** The same error, if the name is one of a command or almost one. */
export function orCommand(
  error: UnknownAdapter,
  [first]: readonly string[],
  commands: readonly string[],
): UsageError {
  const { adapter, known } = error;
  if (commands.includes(adapter)) {
    return new UsageError(`${adapter} is a command, and comes first: wireduel ${adapter} …`);
  }
  const hint = meantBy(adapter, [...known, ...commands]);
  if (adapter !== first || hint === "") return error;
  return new UsageError(`${adapter} is neither a command nor an adapter${hint}`);
}

function hintFor(adapter: string, known: readonly string[]): string {
  const parts = adapter.split(/[\s,+]+/);
  if (parts.length > 1 && parts.every((part) => known.includes(part))) {
    return `; write adapters with spaces between them: wireduel ${parts.join(" ")}`;
  }
  const others = `; known are ${known.join(", ")}, modules such as ./my-adapter.js, and installed packages`;
  return meantBy(adapter, known) || others;
}

/** `; did you mean ws?`. Empty if nothing is like it. */
function meantBy(name: string, known: readonly string[]): string {
  const other = OTHER_NAMES.get(name.toLowerCase());
  return other === undefined ? didYouMean(name, known, (word) => word) : `; did you mean ${other}?`;
}
