/** Makes an element that a page can style as a part. No markup is parsed, so that no CSP and no file name matters. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  part: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(part ? { part, ...attributes } : attributes))
    node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Shows the text, or hides the node where there is none; what stands already is left alone. */
export function show(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
  node.hidden = !text;
}

export function setBar(bar: HTMLElement, share: number, text: string): void {
  bar.ariaValueNow = String(Math.floor(share * 100));
  bar.ariaValueText = text;
  (bar.firstChild as HTMLElement).style.inlineSize = `${share * 100}%`;
}

export const makeBar = (part: string): HTMLElement => h('div', part, { role: 'progressbar' }, h('div', 'fill'));

export const button = (part: string, press: () => void): HTMLButtonElement => {
  const made = h('button', part, { type: 'button' });
  made.onclick = press;
  return made;
};
