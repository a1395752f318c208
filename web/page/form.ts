/** The form's fields, and the options that they come to. */
import type { Options, PartwayError, SignerOptions } from '../src/index.ts';
import type { Config } from './config.ts';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const MiB = 1024 * 1024;

/** Fields whose value goes into the options as it is. */
const plain = [
  'bucket',
  'region',
  'endpoint',
  'addressing',
  'contentType',
  'contentDisposition',
  'storageClass',
  'acl',
  'encryption',
] as const;

export class Form {
  readonly element: HTMLFormElement;

  constructor(element: HTMLFormElement) {
    this.element = element;
  }

  get dialect(): string {
    return String(new FormData(this.element).get('dialect'));
  }

  /** Whether the keys are in the page. */
  get hasKeys(): boolean {
    return new FormData(this.element).get('mode') === 'keys';
  }

  field(name: string): Field | null {
    const found = this.element.elements.namedItem(name);
    return found instanceof HTMLInputElement ||
      found instanceof HTMLSelectElement ||
      found instanceof HTMLTextAreaElement
      ? found
      : null;
  }

  get(name: string): string {
    return this.field(name)?.value.trim() ?? '';
  }

  set(name: string, value: string): void {
    const field = this.field(name);
    if (field) field.value = value;
  }

  /** Fills in where this dialect's store is. */
  place(config: Config): void {
    this.set('endpoint', config.endpoints?.[this.dialect] ?? '');
    this.set('bucket', config.buckets?.[this.dialect] ?? '');
    this.set('region', config.regions?.[this.dialect] ?? '');
    for (const name of ['storageClass', 'acl', 'encryption']) this.set(name, '');
  }

  /** What a signer is asked for, beside where it is. */
  signerOptions(): Pick<SignerOptions, 'target' | 'partSize' | 'metadata'> {
    const size = partSize(this.get('partSize')) as number | undefined;
    return {
      target: this.dialect,
      metadata: lines(this.get('metadata')),
      ...(size !== undefined && { partSize: size }),
    };
  }

  /** The folder is taken untrimmed: spaces are legal in keys. What is wrong with the values, the core says. */
  options(path: string): Options {
    const options: Record<string, unknown> = { dialect: this.dialect };
    for (const name of plain) options[name] = this.get(name) || undefined;
    options.key = (this.field('folder')?.value ?? '') + path;
    options.partSize = partSize(this.get('partSize'));
    options.metadata = lines(this.get('metadata'));
    options.tags = lines(this.get('tags'));
    options.forbidOverwrite = (this.field('forbidOverwrite') as HTMLInputElement | null)?.checked || undefined;
    options.credentials = this.#credentials();
    return options as unknown as Options;
  }

  #credentials(): Record<string, string | undefined> {
    const names = ['accessKeyId', 'accessKeySecret', 'securityToken'];
    return Object.fromEntries(names.map((name) => [name, this.get(name) || undefined]));
  }

  /** What must not be shown: secrets that a request may carry. */
  secrets(): string[] {
    return ['accessKeySecret', 'securityToken'].map((name) => this.get(name)).filter(Boolean);
  }

  /** Marks the field that an error is about, which says so in the element `describedBy`. */
  mark(error: PartwayError | undefined, describedBy: string): Field | null {
    for (const field of this.element.querySelectorAll('[aria-invalid]')) {
      field.removeAttribute('aria-invalid');
      field.removeAttribute('aria-describedby');
    }
    const field = error?.option ? this.field(nameOfField(error.option)) : null;
    field?.setAttribute('aria-invalid', 'true');
    field?.setAttribute('aria-describedby', describedBy);
    return field;
  }
}

/** The field in which an option is typed: "metadata.author" in "metadata", "credentials.accessKeyId" in "accessKeyId". */
function nameOfField(option: string): string {
  const [name = '', entry = ''] = option.split('.');
  if (name === 'key') return 'folder';
  return name === 'credentials' ? entry : name;
}

/** MiB as typed to bytes; what is no number goes on as it is, for the core to refuse. */
function partSize(typed: string): number | string | undefined {
  if (!typed) return undefined;
  const size = Number(typed) * MiB;
  return Number.isFinite(size) ? Math.round(size) : typed;
}

/** "name: value" per line. */
function lines(text: string): Record<string, string> {
  const entries = text
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => {
      const [name = '', ...value] = line.split(':');
      return [name.trim(), value.join(':').trim()] as const;
    });
  return Object.fromEntries(entries);
}
