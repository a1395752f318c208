/** A wrong option in words, below its field. */
import type { PartwayError } from '../src/index.ts';
import { byId, make, makeButton } from './dom.ts';
import type { Voice } from './texts.ts';

/** Without a field it stands where it is. */
export function showProblem(
  { say }: Voice,
  error: PartwayError | undefined,
  field: HTMLElement | null,
  apply: () => void,
): void {
  const box = byId('problem');
  const label = field?.closest('label');
  const name = label?.querySelector('span')?.textContent ?? '';
  box.hidden = !error;
  if (label?.parentElement?.matches('.fields')) label.after(box);
  else byId('preview').before(box);
  box.replaceChildren();
  if (!error) return;
  const lead =
    error.code === 'ModuleFailed' ? say('loadFailed') : name ? say('wrongOption', name) : say('wrongOptions');
  const message = make('p', error.message);
  message.lang = 'en';
  box.append(make('p', lead, 'lead'), message);
  if (error.nearest && name) box.append(makeButton(say('didYouMean', error.nearest), apply));
}
