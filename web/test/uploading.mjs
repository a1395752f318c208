// What the tests of uploads against a store in a function share.
import { moduleBytes } from './load.mjs';
import { Store } from './store.mjs';

export const partSize = 102400;
export const bytes = Uint8Array.from({ length: 2 * partSize + 7 }, (_, i) => i * 31);
export const file = new Blob([bytes]);
let store;

/** A store for the uploads that begin from now on. */
export function newStore() {
  store = new Store();
  return store;
}

export const common = {
  dialect: 'oss',
  bucket: 'bucket',
  key: 'k',
  region: 'cn-hangzhou',
  endpoint: 'http://store.example',
  partSize,
  wasm: await WebAssembly.compile(moduleBytes()),
  transport: { tellsProgress: false, send: (...request) => store.transport.send(...request) },
  credentials: { accessKeyId: 'id', accessKeySecret: 'the-secret', securityToken: 'the-token' },
};

/** Runs with timers that are 200 times as fast, and a clock that agrees with them. */
export async function hurried(run) {
  const { setTimeout: timer } = globalThis;
  const { now } = Date;
  const began = now();
  globalThis.setTimeout = /** @type {any} */ ((call, ms = 0) => timer(call, ms / 200));
  Date.now = () => began + (now() - began) * 200;
  try {
    return await run();
  } finally {
    Object.assign(globalThis, { setTimeout: timer });
    Date.now = now;
  }
}

/** The states that an upload goes through. */
export function watch(u) {
  const states = [u.state];
  u.addEventListener('statechange', () => states.push(u.state));
  return states;
}
