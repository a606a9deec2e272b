// Copies the command that repeats the run.
import { addToolBelow, all, answer, makeButton } from "./dom.js";

export function offerCommand(): void {
  const [command] = all("#command");
  if (command === undefined) return;
  addToolBelow(
    command.parentElement ?? command,
    makeButton("Copy the command", async (button) => {
      answer(button, (await copy(command)) ? "Copied" : "Selected: copy it with the keyboard");
    }),
  );
}

/** Selects the text in any case, so that a reader can copy it where a page may not. */
async function copy(element: HTMLElement): Promise<boolean> {
  getSelection()?.selectAllChildren(element);
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    return true;
  } catch {
    // A page from an unencrypted server has no clipboard, but this still works.
    return document.execCommand("copy");
  }
}
