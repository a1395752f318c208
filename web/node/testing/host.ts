/**
 * The thread that the local store runs in: it gives the Go program, compiled to WebAssembly, the sockets that
 * WebAssembly has none of. scripts/store/listen_js.go says what the program expects.
 */
import fs from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Message } from './store.ts';

const tell = (message: Message): void => parentPort?.postMessage(message);

/** A socket as the program sees it. */
const socketFor = (socket: Socket) => {
  const chunks = socket.iterator({ destroyOnReturn: false });
  return {
    address: socket.remoteAddress,
    port: socket.remotePort,
    read: async (): Promise<Uint8Array | null> => (await chunks.next()).value ?? null,
    write: (bytes: Uint8Array): Promise<void> =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    end: () => socket.end(),
    reset: () => socket.resetAndDestroy(),
  };
};

type Accept = (socket: ReturnType<typeof socketFor>) => void;

function listen(host: string, port: number, accept: Accept): Promise<{ port: number; close(): void }> {
  return new Promise((resolve, reject) => {
    const server = createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => {}); // reading or writing rejects as well
      accept(socketFor(socket));
    });
    server.on('error', reject);
    server.listen(port, host, () => {
      const { port: taken } = server.address() as AddressInfo;
      tell({ port: taken });
      resolve({ port: taken, close: () => server.close() });
    });
  });
}

/** What the program writes to its standard error goes to whoever started it, line by line. */
const decoder = new TextDecoder();
let pending = '';
function note(bytes: Uint8Array): void {
  const lines = (pending + decoder.decode(bytes, { stream: true })).split('\n');
  pending = lines.pop() ?? '';
  for (const line of lines) tell({ line });
}

type Written = (error: Error | null, bytes: number) => void;

const STDERR = 2;

/** Node's file system, but for what is written to the standard error. */
const files = {
  ...fs,
  writeSync(fd: number, bytes: Uint8Array): number {
    if (fd !== STDERR) return fs.writeSync(fd, bytes);
    note(bytes);
    return bytes.length;
  },
  write(fd: number, bytes: Uint8Array, offset: number, length: number, position: number | null, written: Written) {
    if (fd !== STDERR) return fs.write(fd, bytes, offset, length, position, written);
    note(bytes.slice(offset, offset + length));
    return written(null, length);
  },
};

interface GoProgram {
  argv: string[];
  exit: (code: number) => void;
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

// Go's own glue finds these as globals, and sets one more: nothing else runs in this thread.
Object.assign(globalThis, { fs: files, path, partwaySockets: { listen } });
// @ts-expect-error Go's glue has no types; the build puts it beside this script.
await import('./wasm_exec.js');
const { Go } = globalThis as unknown as { Go: new () => GoProgram };
const { module, args } = workerData as { module: WebAssembly.Module; args: string[] };
const program = new Go();
program.argv = ['store', ...args];
program.exit = () => {}; // it has written why
await program.run(await WebAssembly.instantiate(module, program.importObject));
process.exit(); // the sockets that are left would keep the thread alive
