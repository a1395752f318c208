// The command, as people run it: in an empty folder, with flags, without a terminal.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../build/node/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'partway-cli-'));
after(() => rmSync(folder, { recursive: true }));

const run = (args, env = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, LANG: 'C', LC_ALL: 'C', ...env },
  });
  return { status, stdout, stderr };
};
const refused = (args, expected) => {
  const { status, stderr } = run(args);
  assert.match(stderr, expected);
  assert.equal(status, 2, stderr);
};

describe('help', () => {
  test('lists the commands, in two languages', () => {
    for (const args of [[], ['--help'], ['help']])
      assert.match(run(args).stdout, /init .*\n.*doctor .*\n.*rules .*\n.*token /);
    assert.match(run(['--help', '--lang', 'zh']).stdout, /用法/);
    assert.match(run([], { LC_ALL: 'zh_CN.UTF-8' }).stdout, /用法/);
  });
  test('of a command lists its flags', () => assert.match(run(['init', '--help']).stdout, /--bucket <name>/));
  test('names the nearest command and flag', () => {
    refused(['inti'], /no command "inti"\. Did you mean init\?/);
    refused(['init', '--buckt', 'x'], /no --buckt\. Did you mean --bucket\?/);
    refused(['init', '--store', 'amazn', '--yes'], /no store "amazn"\. Did you mean amazon\?/);
  });
});

describe('init', () => {
  const project = join(folder, 'project');
  const args = ['init', '--yes', '--dir', project, '--store', 'oss', '--bucket', 'films', '--region', 'cn-beijing'];
  const env = { PARTWAY_ACCESS_KEY_ID: 'LTAIexample', PARTWAY_ACCESS_KEY_SECRET: 'the-very-secret' };

  test('writes a project, and says what to paste where', () => {
    const { status, stdout, stderr } = run([...args, '--origin', 'https://www.example.com'], env);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /<AllowedOrigin>https:\/\/www\.example\.com<\/AllowedOrigin>/);
    assert.match(stdout, /acs:oss:\*:\*:films\/uploads\/\*/);
    for (const file of ['wrangler.jsonc', 'worker.js', '.dev.vars', '.gitignore', 'package.json']) {
      assert.ok(existsSync(join(project, file)), file);
    }
    assert.match(readFileSync(join(project, '.gitignore'), 'utf8'), /^\.dev\.vars/m);
    assert.match(readFileSync(join(project, '.dev.vars'), 'utf8'), /the-very-secret/);
  });

  test('shows no secret', () => {
    const { stdout, stderr } = run([...args.with(3, join(folder, 'other'))], env);
    const { seal, auth } = JSON.parse(readFileSync(join(folder, 'other/.dev.vars'), 'utf8').match(/'(.*)'/)[1]);
    for (const secret of ['the-very-secret', 'LTAIexample', seal[0], auth.secret]) {
      assert.ok(!(stdout + stderr).includes(secret));
    }
  });

  test('seals are random', () => {
    const seal = (name) => readFileSync(join(folder, name, '.dev.vars'), 'utf8').match(/"seal":\["([^"]+)/)[1];
    assert.notEqual(seal('project'), seal('other'));
    assert.equal(Buffer.from(seal('project'), 'base64').length, 32);
  });

  test('overwrites nothing', () => refused(args, /has wrangler\.jsonc, .* already/));

  test('says what is missing, and what is wrong', () => {
    refused(['init', '--yes', '--dir', 'a'], /--bucket is missing/);
    refused(['init', '--yes', '--dir', 'a', '--store', 'r2', '--bucket', 'films'], /--account is missing/);
    refused(['init', '--yes', '--dir', 'a', '--bucket', 'films', '--origin', 'example.com'], /--origin must be/);
    refused(['init', '--yes', '--dir', 'a', '--bucket', 'films', '--auth', 'jwk'], /no --auth jwk.*Did you mean/);
    refused(['init', '--yes', '--dir', 'a', '--bucket', 'films', '--auth', 'jwks', '--jwks', 'http://x/'], /https URL/);
  });
});

describe('rules', () => {
  test('of the project', () => {
    const { stdout } = run(['rules', '--dir', 'project']);
    assert.match(stdout, /<CORSConfiguration>[\s\S]*<AbortMultipartUpload><Days>7<[\s\S]*oss:PutObject/);
  });
  test('by flags, JSON for S3 and XML for COS', () => {
    const { stdout } = run(['rules', '--store', 'amazon', '--bucket', 'films', '--origin', 'https://a.example']);
    assert.match(stdout, /"AllowedOrigins": \[\n\s*"https:\/\/a\.example"/);
    assert.match(stdout, /"AbortIncompleteMultipartUpload": \{\n\s*"DaysAfterInitiation": 7/);
    const cos = run(['rules', '--store', 'cos', '--bucket', 'films-1250000000', '--region', 'ap-nanjing']).stdout;
    assert.match(cos, /qcs::cos:ap-nanjing:uid\/1250000000:films-1250000000\/uploads\/\*/);
  });
  test('names the targets there are', () =>
    refused(['rules', '--dir', 'project', '--target', 'x'], /There are: files/));
});

describe('token', () => {
  const partsOf = (text) =>
    text
      .trim()
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  test('is of the user, the audience, and a day', () => {
    const [head, claims] = partsOf(run(['token', '--dir', 'project', '--user', 'alice']).stdout);
    assert.equal(head.alg, 'HS256');
    assert.deepEqual([claims.sub, claims.aud], ['alice', 'uploads']);
    assert.ok(Math.abs(claims.exp - Date.now() / 1000 - 86_400) < 60);
  });
  test('needs a project, a secret and sensible seconds', () => {
    refused(['token'], /no wrangler\.jsonc here/);
    refused(['token', '--dir', 'project', '--seconds=-1'], /--seconds must be/);
    const { stderr } = run(['token', '--dir', 'project'], { PARTWAY_SECRETS: '{}' });
    assert.match(stderr, /PARTWAY_SECRETS has no auth\.secret/);
  });
  test('what is wrong with the secrets is told without a word of them', () => {
    const { stderr } = run(['token', '--dir', 'project'], { PARTWAY_SECRETS: '{"seal": "abcdef' });
    assert.equal(stderr, 'partway: PARTWAY_SECRETS is no JSON object.\n');
  });
  test('a configuration that is no JSON is told by its place', () => {
    const broken = mkdtempSync(join(folder, 'broken-'));
    writeFileSync(join(broken, 'wrangler.jsonc'), '{\n  // a comment\n  "name": "x",\n  "vars": {{}\n}');
    refused(['token', '--dir', broken], /wrangler\.jsonc: .*line 4, column 12/);
  });
});
