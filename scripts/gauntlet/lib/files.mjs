// The files that rows upload: made once per size, the same on every run.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFile } from '../../e2e/lib/files.mjs';

export class Files {
  folder = '';
  #made = new Map();
  #copies = 0;

  static async create() {
    const files = new Files();
    files.folder = await mkdtemp(join(tmpdir(), 'partway-files-'));
    return files;
  }

  get(size) {
    if (!this.#made.has(size)) this.#made.set(size, makeFile(this.folder, size));
    return this.#made.get(size);
  }

  /** A copy that the row may change. */
  async copy(path) {
    const target = join(this.folder, `copy-${++this.#copies}.bin`);
    await copyFile(path, target);
    return target;
  }

  remove() {
    return rm(this.folder, { recursive: true, force: true });
  }
}
