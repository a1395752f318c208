// Child processes: run one to its end, or ask one a short question.
import { spawn, spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { UserError } from './log.mjs';
import { root } from './paths.mjs';

// Runs a command and resolves with its exit code and output. A command that
// cannot be started resolves with code 127; one that takes longer than
// `limitMs` is ended.
export function run(command, args, { cwd = root, env = {}, limitMs = 0 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
    });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    const finish = (code, note = '') => resolve({ code, output: Buffer.concat(chunks).toString() + note });
    child.on('error', (error) => finish(127, `${command}: ${error.message}\n`));
    child.on('close', (code, signal) => finish(code ?? 1, signal ? `${command}: ended by ${signal}\n` : ''));
  });
}

// Runs a command that must succeed: else its output is the error.
export async function must(command, args, env) {
  const { code, output } = await run(command, args, { env });
  if (code !== 0) throw new UserError(`${basename(command)} ${args.join(' ')}\nfailed:\n\n${output}`);
}

// The trimmed standard output of a quick command, or null if it failed.
export function ask(command, args, env = {}) {
  const { status, stdout } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 30_000,
  });
  return status === 0 ? stdout.trim() : null;
}

// The last lines of a command's output, for an error message.
export function tail(output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
