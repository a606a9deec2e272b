// Small helpers. No text becomes markup here.

/** All elements that match, in the order of the page. */
export function all<E extends Element = HTMLElement>(selector: string, root: ParentNode = document): E[] {
  return [...root.querySelectorAll<E>(selector)];
}

export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text = "",
  className = "",
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = text;
  if (className !== "") element.className = className;
  return element;
}

export function makeButton(text: string, act: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const button = make("button", text);
  button.type = "button";
  button.addEventListener("click", () => act(button));
  return button;
}

/** A button below an element. */
export function addToolBelow(element: Element, button: HTMLButtonElement): void {
  element.after(toolsOf(button));
}

/** A button on the line of an element, at its other end. */
export function addToolBeside(element: Element, button: HTMLButtonElement): void {
  const tools = toolsOf(button);
  tools.classList.add("beside");
  element.before(tools);
}

function toolsOf(button: HTMLButtonElement): HTMLElement {
  const tools = make("p", "", "tools");
  tools.append(button);
  return tools;
}

/** Says it to readers who do not see the page. */
export function say(text: string): void {
  spoken.textContent = text;
}

const spoken = make("p", "", "unseen");
spoken.setAttribute("role", "status");
document.body.append(spoken);

/** Shows on a button for a moment what became of it. */
export function answer(button: HTMLButtonElement, text: string): void {
  const usual = button.dataset.usual ?? button.textContent ?? "";
  button.dataset.usual = usual;
  button.textContent = text;
  say(text);
  setTimeout(() => {
    button.textContent = usual;
  }, 2_000);
}

/** Hands a file to the browser, which saves it. */
export function save(name: string, type: string, content: BlobPart): void {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The browser still needs the address for a moment.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
