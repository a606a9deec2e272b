import { didYouMean } from "@wireduel/core/adapter";
import { UsageError } from "../failure.js";

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
  const hint = didYouMean(adapter, [...known, ...commands], (word) => word);
  if (adapter !== first || hint === "") return error;
  return new UsageError(`${adapter} is neither a command nor an adapter${hint}`);
}

function hintFor(adapter: string, known: readonly string[]): string {
  const parts = adapter.split(/[\s,+]+/);
  if (parts.length > 1 && parts.every((part) => known.includes(part))) {
    return `; write adapters with spaces between them: wireduel ${parts.join(" ")}`;
  }
  const others = `; known are ${known.join(", ")}, modules such as ./my-adapter.js, and installed packages`;
  return didYouMean(adapter, known, (word) => word) || others;
}
