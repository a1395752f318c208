/** A signer's project in a folder: wrangler's configuration, and the secrets of development beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './args.ts';
import { parseJSONC } from './jsonc.ts';

export type Json = Record<string, unknown>;

export interface Project {
  /** What the signer reads from PARTWAY. */
  config: Json;
  /** What it reads from PARTWAY_SECRETS: from the environment, else from `.dev.vars`. Never shown. */
  secrets: Json;
}

const FILES = ['wrangler.jsonc', 'wrangler.json'];

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined where the folder has no project. Throws a UsageError where it has one that cannot be read. */
export function readProject(folder: string, env: NodeJS.ProcessEnv = process.env): Project | undefined {
  const file = FILES.find((name) => existsSync(join(folder, name)));
  if (!file) return undefined;
  const wrangler = readObject(file, readFileSync(join(folder, file), 'utf8'));
  const vars = isObject(wrangler.vars) ? wrangler.vars : {};
  const config = objectOf(`PARTWAY in ${file}`, vars.PARTWAY);
  if (!config) throw new UsageError(`${file} has no "vars" with "PARTWAY", the signer's configuration.`);
  const dev = join(folder, '.dev.vars');
  const secrets = env.PARTWAY_SECRETS ?? (existsSync(dev) ? varsOf(readFileSync(dev, 'utf8')).PARTWAY_SECRETS : '');
  return { config, secrets: objectOf('PARTWAY_SECRETS', secrets) ?? {} };
}

/** A variable that holds an object, or its JSON. What is wrong with it is told without a word of it. */
function objectOf(name: string, value: unknown): Json | undefined {
  if (value === undefined || value === '') return undefined;
  if (isObject(value)) return value;
  try {
    const parsed: unknown = JSON.parse(String(value));
    if (isObject(parsed)) return parsed;
  } catch {}
  throw new UsageError(`${name} is no JSON object.`);
}

function readObject(file: string, text: string): Json {
  try {
    const parsed = parseJSONC(text);
    if (isObject(parsed)) return parsed;
  } catch (thrown) {
    throw new UsageError(`${file}: ${(thrown as Error).message}.`);
  }
  throw new UsageError(`${file} is no JSON object.`);
}

/** Lines of NAME=value, as wrangler reads them: quotes around a value are no part of it. */
export function varsOf(text: string): Record<string, string> {
  const lines = text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:'([^']*)'|"((?:[^"\\]|\\.)*)"|([^\n#]*))/gm);
  return Object.fromEntries(
    [...lines].map(([, name = '', single, double, bare = '']) => [
      name,
      single ?? double?.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter)) ?? bare.trim(),
    ]),
  );
}

/** The configuration with the secrets laid over it, as the signer does it. */
export function overlay(under: Json, over: Json): Json {
  const merged = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = merged[name];
    merged[name] = isObject(below) && isObject(value) ? overlay(below, value) : value;
  }
  return merged;
}
