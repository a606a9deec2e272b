// Saves the result that is inside the page as the JSON file that it was.
import { addToolBelow, all, answer, makeButton, save } from "./dom.js";

export function offerResult(): void {
  const [[element], [said]] = [all("#wireduel-result"), all("#saved")];
  if (element === undefined || said === undefined || typeof DecompressionStream === "undefined") return;
  addToolBelow(
    said,
    makeButton("Save the result as JSON", async (button) => {
      try {
        save("wireduel-result.json", "application/json", await unpacked(element.textContent ?? ""));
      } catch {
        answer(button, "It cannot be read");
      }
    }),
  );
}

function unpacked(text: string): Promise<string> {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
