/**
 * Messages of the boundary: a sequence of fields, each its length in bytes (32 bits, little-endian) and the bytes
 * of a text in UTF-8. Twin of wasm/abi/reader.go and writer.go; both sides' tests read the same fixtures.
 */

/** Names and values, in order. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** Bytes that belong to their holder: a view of nothing that may move. */
export type Bytes = Uint8Array<ArrayBuffer>;

export type Flag = '1' | '';

/** A field as the calls hold it; a number goes out decimal, a list as its count and items. */
export type Field = string | number | bigint | Bytes | readonly string[] | Pairs;

export function encode(fields: readonly Field[]): Bytes {
  const utf8 = new TextEncoder();
  const all = fields.flatMap((field) => (Array.isArray(field) ? [field.length, ...field.flat()] : [field]));
  const encoded = all.map((field) => (field instanceof Uint8Array ? field : utf8.encode(field)));
  const message = new Uint8Array(encoded.reduce((size, bytes) => size + 4 + bytes.length, 0));
  const view = new DataView(message.buffer);
  let at = 0;
  for (const bytes of encoded) {
    view.setUint32(at, bytes.length, true);
    message.set(bytes, at + 4);
    at += 4 + bytes.length;
  }
  return message;
}

/** Reads the fields of a message one by one. What does not fit its layout throws a RangeError. */
export class Reader {
  readonly #message: DataView<ArrayBuffer>;
  readonly #utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  #at = 0;

  /** The message is read in place: hand over a copy if the memory may change. */
  constructor(message: Bytes) {
    this.#message = new DataView(message.buffer, message.byteOffset, message.byteLength);
  }

  text(): string {
    return this.#utf8.decode(this.bytes());
  }

  /** Shares memory with the message. */
  bytes(): Bytes {
    const { buffer, byteOffset } = this.#message;
    const size = this.#message.getUint32(this.#at, true);
    const bytes = new Uint8Array(buffer, byteOffset + this.#at + 4, size);
    this.#at += 4 + size;
    if (this.#at > this.#message.byteLength) throw misfit();
    return bytes;
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
    if (this.#at !== this.#message.byteLength) throw misfit();
  }
}

const misfit = (): RangeError => new RangeError('The script and the WebAssembly module are of two versions.');
