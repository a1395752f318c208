/**
 * Messages of the boundary: a sequence of fields, each its length in bytes (32 bits, little-endian) and the bytes
 * of a text in UTF-8. Twin of wasm/abi/reader.go and writer.go; both sides' tests read the same fixtures.
 */

/** Names and values, in order. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** A field as the calls hold it; a number goes out decimal, a list as its count and items. */
export type Field = string | number | readonly string[] | Pairs;

export function encode(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const utf8 = new TextEncoder();
  const texts = flat(fields).map((text) => utf8.encode(text));
  const message = new Uint8Array(texts.reduce((size, text) => size + 4 + text.length, 0));
  const view = new DataView(message.buffer);
  let at = 0;
  for (const text of texts) {
    view.setUint32(at, text.length, true);
    message.set(text, at + 4);
    at += 4 + text.length;
  }
  return message;
}

function flat(fields: readonly Field[]): string[] {
  return fields.flatMap((field) => (Array.isArray(field) ? [String(field.length), ...field.flat()] : String(field)));
}

/** Reads the fields of a message one by one. What does not fit its layout throws a RangeError. */
export class Reader {
  readonly #message: DataView<ArrayBuffer>;
  #at = 0;

  /** The message is read in place: hand over a copy if the memory may change. */
  constructor(message: Uint8Array<ArrayBuffer>) {
    this.#message = new DataView(message.buffer, message.byteOffset, message.byteLength);
  }

  text(): string {
    const { buffer, byteOffset } = this.#message;
    const size = this.#message.getUint32(this.#at, true);
    const bytes = new Uint8Array(buffer, byteOffset + this.#at + 4, size);
    this.#at += 4 + size;
    if (this.#at > this.#message.byteLength) throw new RangeError('A field is longer than its message.');
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }

  number(): number {
    return Number(this.text());
  }

  flag(): boolean {
    return this.text() === '1';
  }

  list<T>(item: (reader: this) => T): T[] {
    return Array.from({ length: this.number() }, () => item(this));
  }

  pairs(): [string, string][] {
    return this.list(() => [this.text(), this.text()]);
  }

  /** Ends the reading: what is left over is a fault. */
  end(): void {
    if (this.#at !== this.#message.byteLength) throw new RangeError('A message has more fields than it should.');
  }
}
