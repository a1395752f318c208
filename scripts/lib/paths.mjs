// Where things are. All paths are absolute.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const inRoot = (...parts) => join(root, ...parts);

export const build = inRoot('build');
export const tools = inRoot('.tools');
