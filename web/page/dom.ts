/** Makes and fills elements. No markup is parsed, so that no CSP and no file name matters. */

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element "${id}".`);
  return element as T;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text = '',
  className = '',
  ...children: Node[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  element.append(...children);
  return element;
}

export function makeButton(text: string, press: () => unknown): HTMLButtonElement {
  const button = make('button', text);
  button.type = 'button';
  button.addEventListener('click', press);
  return button;
}

/** What stands already is left alone: written again it may be read out again. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Writes a list of names and values; a value may be an element. */
export function describe(list: HTMLElement, rows: readonly (readonly [name: string, value: string | Node])[]): void {
  list.replaceChildren(
    ...rows.flatMap(([name, value]) => {
      const description = make('dd');
      description.append(value);
      return [make('dt', name), description];
    }),
  );
}
