// Runs servers side by side until somebody ends them.
import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { UserError } from './log.mjs';
import { answering } from './ports.mjs';

// How long a server may take to end by itself.
const graceMs = 3_000;

// Starts the programs, each { program, args, port }, and calls whenUp once all
// of them answer, unless they end before. Resolves when a signal has ended them
// all, and rejects when one ends by itself; no child is left in either case.
export async function keepRunning(programs, whenUp) {
  const over = new AbortController();
  const ended = untilEnded(programs).finally(() => over.abort());
  await Promise.race([ended, Promise.all(programs.map(({ port }) => answering(port, over.signal)))]);
  if (!over.signal.aborted) whenUp();
  await ended;
}

function untilEnded(programs) {
  let failure = null;
  let stopping = false;
  const children = programs.map(({ program, args }) =>
    spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] }),
  );
  const alive = new Set(children);

  const stop = () => {
    stopping = true;
    for (const child of alive) child.kill('SIGTERM');
    const force = () => {
      for (const child of alive) child.kill('SIGKILL');
    };
    setTimeout(force, graceMs).unref();
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.prependListener(signal, stop); // others, Miniflare's for one, end the process
  const unwatch = whenOrphaned(stop);

  return new Promise((resolve, reject) => {
    const gone = (child, problem) => {
      alive.delete(child);
      if (!stopping) {
        failure = new UserError(`${basename(child.spawnfile)} ended by itself (${problem}).`);
        stop();
      }
      if (alive.size > 0) return;
      for (const signal of signals) process.off(signal, stop);
      unwatch();
      if (failure) reject(failure);
      else resolve();
    };
    for (const child of children) {
      child.on('error', (error) => gone(child, error.message));
      child.on('exit', (code, signal) => gone(child, signal ?? `exit code ${code}`));
    }
  });
}

// npm passes signals on to its shell only, which dies of them and leaves this
// process behind: so look whether the shell is still there.
function whenOrphaned(stop) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    stop();
  }, 300);
  return () => clearInterval(timer);
}
