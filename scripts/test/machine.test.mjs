import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from '../lib/paths.mjs';
import { portsFrom, requireFree } from '../lib/ports.mjs';
import { run } from '../lib/run.mjs';
import { filesBelow, hashOf, isFresh, writeStamp } from '../lib/stamp.mjs';
import { which } from '../lib/which.mjs';

const folder = mkdtempSync(join(tmpdir(), 'partway-machine-'));
after(() => rmSync(folder, { recursive: true }));
const path = (name) => join(folder, name);
const script = (name) => new URL(`../lib/${name}`, import.meta.url).href;

test('programs are found on PATH, folders and plain files are not', () => {
  mkdirSync(path('bin/folder'), { recursive: true });
  writeFileSync(path('bin/program'), '');
  chmodSync(path('bin/program'), 0o755);
  writeFileSync(path('bin/plain'), '');
  assert.equal(which('program', path('bin')), path('bin/program'));
  for (const name of ['folder', 'plain', 'nothing']) assert.equal(which(name, path('bin')), null);
});

test('a product is fresh only with its stamp, its inputs and itself unchanged', () => {
  writeFileSync(path('input'), 'one');
  writeFileSync(path('output'), '');
  const hash = hashOf([path('input')], 'flags');
  assert.ok(!isFresh(path('stamp'), hash, [path('output')]));
  writeStamp(path('stamp'), hash);
  assert.ok(isFresh(path('stamp'), hash, [path('output')]));
  assert.ok(!isFresh(path('stamp'), hash, [path('gone')]));
  assert.notEqual(hashOf([path('input')], 'other flags'), hash);
  writeFileSync(path('input'), 'two');
  assert.notEqual(hashOf([path('input')], 'flags'), hash);
});

test('files below a path that is not there are none', () => {
  assert.deepEqual(filesBelow(['no-such-folder']), []);
  assert.deepEqual(filesBelow(['go.mod']), [inRoot('go.mod')]);
});

test('a command that does not exist is a failure with its name', async () => {
  const { code, output } = await run('no-such-program', []);
  assert.equal(code, 127);
  assert.match(output, /no-such-program/);
});

test('a command that takes too long is ended and has failed', async () => {
  const { code, output } = await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { limitMs: 200 });
  assert.equal(code, 1);
  assert.match(output, /ended by SIGTERM/);
});

test('PORT is a port with room for the store above it', async () => {
  assert.deepEqual(portsFrom(undefined), { page: 8787, store: 8788 });
  assert.deepEqual(portsFrom('9000'), { page: 9000, store: 9001 });
  for (const bad of ['', '0', '65535', '-1', '80a', '1e3', ' 80']) assert.throws(() => portsFrom(bad), /PORT is/, bad);
});

// Resolves with a server on a free port of the address, or null without such addresses.
async function listening(host) {
  const server = createServer().listen(0, host);
  return Promise.race([once(server, 'listening').then(() => server), once(server, 'error').then(() => null)]);
}

test('a port in use is refused, on either address of localhost', async () => {
  for (const host of ['127.0.0.1', '::1']) {
    const server = await listening(host);
    if (!server) {
      assert.equal(host, '::1', 'only IPv6 may be missing');
      continue;
    }
    const { port } = server.address();
    await assert.rejects(requireFree(port), /is in use\. Choose another with PORT=/, host);
    server.close();
    await once(server, 'close');
    await requireFree(port);
  }
});

const holder = `
  import { locked } from '${script('lock.mjs')}';
  await locked(async () => {
    console.log('in');
    await new Promise((resolve) => setTimeout(resolve, Number(process.argv[1])));
    console.log('out');
  }, 'a test of the lock ${folder}');`;

// Starts a process that holds the lock for some time and collects its lines.
function hold(ms, lines) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', holder, String(ms)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.setEncoding('utf8').on('data', (text) => lines.push(...text.trim().split('\n')));
  return child;
}

async function until(condition) {
  const deadline = performance.now() + 20_000;
  while (!condition()) {
    assert.ok(performance.now() < deadline, 'waited too long');
    await wait(20);
  }
}

test('two holders of the lock take turns', async () => {
  const lines = [];
  const children = [hold(300, lines), hold(300, lines)];
  await Promise.all(children.map((child) => once(child, 'close')));
  const turns = lines.filter((line) => line === 'in' || line === 'out');
  assert.deepEqual(turns, ['in', 'out', 'in', 'out']);
});

test('who waits says so, and has the lock when its holder is killed', async () => {
  const lines = [];
  const first = hold(60_000, lines);
  await until(() => lines.includes('in'));
  const second = hold(0, lines);
  await until(() => lines.some((line) => line.includes('waiting for it to end')));
  first.kill('SIGKILL');
  await once(second, 'close');
  assert.equal(lines.at(-1), 'out');
});

test('a killed holder leaves no lock behind', async () => {
  const lines = [];
  const first = hold(60_000, lines);
  await until(() => lines.includes('in'));
  first.kill('SIGKILL');
  await once(first, 'close');
  await once(hold(0, lines), 'close');
  assert.equal(lines.at(-1), 'out');
});

// PATH with Node, but neither Go nor npm: what a set-up does not find, it names.
test('the set-up on a machine without Go names it and changes nothing', () => {
  const bin = path('only-node');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  const before = filesBelow(['package.json', '.tools/none']);
  const { status, stderr, stdout } = spawnSync(process.execPath, [inRoot('scripts/setup.mjs')], {
    env: { PATH: bin, HOME: folder },
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  assert.match(stderr, /Go 1\.26 or newer\n +https:\/\/go\.dev\/doc\/install/);
  assert.match(stderr, /npm/);
  assert.match(stderr, /Nothing was changed/);
  assert.doesNotMatch(stdout + stderr, /installing|building|at .*\.mjs/);
  assert.deepEqual(filesBelow(['package.json', '.tools/none']), before);
});

const servers = `
  import { keepRunning } from '${script('servers.mjs')}';
  import { main } from '${script('log.mjs')}';
  const programs = process.argv.slice(1).map((code) => ({ program: process.execPath, args: ['-e', code], port: Number(process.env.TEST_PORT) }));
  main(() => keepRunning(programs, () => console.log('up')));`;
const forever = 'console.log(process.pid); setInterval(() => {}, 1000)';
const stubborn = `process.on('SIGTERM', () => {}); ${forever}`;
const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

// Port 1 answers nobody: what runs is as if it were still starting.
function keep(programs, port = 1) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', servers, ...programs], {
    env: { ...process.env, TEST_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, ...collect(child) };
}

// The numbers of the processes that a child prints, and the other lines.
function collect(child) {
  const pids = [];
  const lines = [];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    for (const line of text.trim().split('\n')) {
      if (/^\d+$/.test(line)) pids.push(Number(line));
      else lines.push(line);
    }
  });
  return { pids, lines };
}

// Resolves with the exit code, within the time that a command of ours has to end.
async function exitCode(child) {
  const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  const [code] = await once(child, 'close');
  clearTimeout(killer);
  return code;
}

test('a signal ends the servers, even a stubborn one', async () => {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    const { child, pids, lines } = keep([forever, stubborn]);
    await until(() => pids.length === 2);
    child.kill(signal);
    assert.equal(await exitCode(child), 0, signal);
    assert.deepEqual(pids.filter(isAlive), [], signal);
    assert.deepEqual(lines, [], 'nobody is told that they are up');
  }
});

test('when all servers answer, somebody is told, once', async () => {
  const answers = await listening('127.0.0.1');
  const { child, pids, lines } = keep([forever, forever], answers.address().port);
  await until(() => pids.length === 2 && lines.length > 0);
  child.kill('SIGINT');
  assert.equal(await exitCode(child), 0);
  assert.deepEqual(lines, ['up']);
  answers.close();
});

test('the servers end with the shell that npm runs the command in', async () => {
  const command = [process.execPath, '--input-type=module', '-e', servers, forever, forever].map(
    (word) => `'${word.replaceAll("'", `'\\''`)}'`,
  );
  const env = { ...process.env, npm_lifecycle_event: 'start', TEST_PORT: '1' };
  const shell = spawn('sh', ['-c', `${command.join(' ')}; exit`], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const { pids } = collect(shell);
  await until(() => pids.length === 2);
  shell.kill('SIGKILL');
  await until(() => !pids.some(isAlive));
});

test('when one server ends, the others end too and the command fails', async () => {
  const { child, pids, lines } = keep([forever, 'setTimeout(() => process.exit(3), 500)']);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  assert.equal(await exitCode(child), 1);
  assert.deepEqual(lines, []);
  assert.match(stderr, /ended by itself \(exit code 3\)/);
  assert.deepEqual(pids.filter(isAlive), []);
});
