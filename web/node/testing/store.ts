/** The local store in a thread of this program: what tests upload to. It needs no Go and no port of your choice. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { brotliDecompressSync } from 'node:zlib';
import { fault, requests, type FaultRule, type Faults, type SeenRequest } from './faults.ts';

/** All are optional. */
export interface StoreOptions {
  /** 0 to 65,535; default: 0, a free one. */
  port?: number;
  /** The address to listen on; default: "127.0.0.1", which only this machine reaches. */
  host?: string;
  /** The folder that keeps the objects; default: a temporary one, which `stop` removes. */
  data?: string;
  /** Default: "oss/partway-dev", "cos/partway-1250000000" and "s3/partway-dev". */
  buckets?: readonly string[];
  /** Origins of the pages that may use it; a star stands for any port. Default: those of this machine. */
  origins?: readonly string[];
  /** Called with each line of its log, a line a request; default: nothing is logged. */
  log?: (line: string) => void;
}

/** What `upload`, `presign` and others take, all but the object's key. */
export interface StoreTarget {
  dialect: Dialect;
  endpoint: string;
  addressing: 'path';
  bucket: string;
  region: string;
  credentials: { accessKeyId: string; accessKeySecret: string };
}

export type Dialect = 'oss' | 'cos' | 's3';

/** A store that runs. */
export interface Store {
  /** "http://localhost:<port>", without a slash at its end. */
  readonly origin: string;
  readonly port: number;
  /** A bucket of the store's, with the keys to it. */
  target(dialect: Dialect): StoreTarget;
  /** Makes it fail as real stores and networks do, until other faults are set; without any it behaves. */
  fault(faults?: Faults | readonly FaultRule[]): Promise<void>;
  /** The requests that came in, in order. `after` leaves out those up to that number. */
  requests(after?: number): Promise<SeenRequest[]>;
  /** Ends it, and removes its data if they are temporary. */
  stop(): Promise<void>;
}

/** As the store has them if nothing else is said: see scripts/store/options.go. */
const BUCKETS = ['oss/partway-dev', 'cos/partway-1250000000', 's3/partway-dev'];
const REGIONS: Record<Dialect, string> = { oss: 'cn-hangzhou', cos: 'ap-guangzhou', s3: 'us-east-1' };
const CREDENTIALS = { accessKeyId: 'partway-dev-key', accessKeySecret: 'partway-dev-secret' };

/** Compiled once for all stores of a program. */
let compiled: Promise<WebAssembly.Module> | undefined;

async function compile(): Promise<WebAssembly.Module> {
  const packed = await readFile(new URL('./store/store.wasm.br', import.meta.url));
  return WebAssembly.compile(brotliDecompressSync(packed));
}

/** Starts a store; rejects with an Error that says why it cannot start, a port in use for example. */
export async function startStore(options: StoreOptions = {}): Promise<Store> {
  const { port: wanted = 0, host = '127.0.0.1', buckets = BUCKETS, origins, log } = options;
  const module = await (compiled ??= compile());
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'partway-store-')));
  const args = [
    ['-listen', `${host.includes(':') ? `[${host}]` : host}:${wanted}`],
    ['-data', data],
    ['-buckets', buckets.join()],
    ['-log', log ? 'info' : 'error'],
    [`-sync=${options.data !== undefined}`], // what is temporary need not outlast a power cut
    ...(origins ? [['-origins', origins.join()]] : []),
    ['-faults'],
  ].flat();
  const thread = new Worker(new URL('./store/host.js', import.meta.url), { workerData: { module, args } });
  const remove = async (): Promise<void> => {
    await thread.terminate();
    if (options.data === undefined) await rm(data, { recursive: true, force: true });
  };
  let port: number;
  try {
    port = await listening(thread, log);
  } catch (thrown) {
    await remove();
    throw thrown;
  }
  const origin = `http://localhost:${port}`;
  return {
    origin,
    port,
    target: (dialect) => targetOf(origin, dialect, buckets),
    fault: (faults) => fault(origin, faults),
    requests: (after) => requests(origin, after),
    stop: remove,
  };
}

function targetOf(origin: string, dialect: Dialect, buckets: readonly string[]): StoreTarget {
  const [, bucket] = buckets.find((name) => name.startsWith(`${dialect}/`))?.split('/') ?? [];
  if (!bucket) throw new Error(`The store has no bucket of the dialect ${dialect}. It has ${buckets.join(', ')}.`);
  const credentials = { ...CREDENTIALS };
  const region = REGIONS[dialect];
  return { dialect, endpoint: `${origin}/${dialect}`, addressing: 'path', bucket, region, credentials };
}

/** What the thread tells: that it listens, or a line that the program wrote. */
export type Message = { port: number } | { line: string };

/** Resolves with the port; rejects with the program's last words if it ends before. */
function listening(thread: Worker, log: StoreOptions['log']): Promise<number> {
  let last = '';
  return new Promise((resolve, reject) => {
    thread.on('message', (message: Message) => {
      if ('port' in message) return resolve(message.port);
      last = message.line;
      return log?.(message.line);
    });
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error(last || 'The store ended.')));
  });
}
