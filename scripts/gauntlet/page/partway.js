// Partway as a contestant: its public API, and nothing behind it.
import { upload } from '/partway.js';

export function begin(file, options, credentials) {
  const u = upload(file, { ...options, credentials });
  return { finished: u.finished, abort: () => u.abort('enough'), progress: () => u.progress };
}
