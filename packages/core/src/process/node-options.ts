/**
 * Splits NODE_OPTIONS as Node does (`ParseNodeOptionsEnvVar` in its `node_options.cc`): spaces separate flags,
 * double quotes keep spaces, and a backslash escapes the next character, but only inside quotes.
 */
export function splitNodeOptions(text: string): string[] {
  const tokens: string[] = [];
  let token: string | undefined;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    let character = text.charAt(index);
    if (character === "\\" && quoted) character = text.charAt(++index);
    else if (character === " " && !quoted) {
      if (token !== undefined) tokens.push(token);
      token = undefined;
      continue;
    } else if (character === '"') {
      quoted = !quoted;
      continue;
    }
    token = (token ?? "") + character;
  }
  if (token !== undefined) tokens.push(token);
  return tokens;
}

/** The value of NODE_OPTIONS that Node splits into these tokens. */
export function joinNodeOptions(tokens: readonly string[]): string {
  return tokens
    .map((token) => (/[ "]/.test(token) ? `"${token.replace(/["\\]/g, "\\$&")}"` : token))
    .join(" ");
}
