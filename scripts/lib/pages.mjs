// The documentation: every Markdown page of the repository, its links, and the pieces of code in it.
import { readFileSync } from 'node:fs';
import { dirname, posix, relative, sep } from 'node:path';
import { root } from './paths.mjs';
import { filesBelow } from './stamp.mjs';

const folders = ['README.md', '.github', 'core', 'wasm', 'web', 'scripts'];
const isPage = (file) => file.endsWith('.md') && !/[\\/](node_modules|testdata)[\\/]/.test(file);

/** All of them, as { file, text }; a file's name is relative to the repository. */
export const pages = filesBelow(folders, isPage).map((path) => ({
  file: relative(root, path).split(sep).join('/'),
  text: readFileSync(path, 'utf8'),
}));

const fence = /^```([^\n]*)\n(.*?)^```$/gms;

/** Pieces of code of a page, as { language, code, line } in their order; a line counts from 1. */
export const blocksOf = ({ text }) =>
  [...text.matchAll(fence)].map(({ 1: language, 2: code, index }) => ({
    language,
    code,
    line: text.slice(0, index).split('\n').length,
  }));

/** The page without its pieces of code. */
export const proseOf = ({ text }) => text.replace(fence, '');

/** Where a page leads to in the repository: { file, anchor }, each perhaps "". Of pictures, too. */
export function linksOf(page) {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path, anchor = ''] = target.split('#');
      return { file: path ? posix.join(dirname(page.file), path) : page.file, anchor };
    });
}

/** The anchors that GitHub gives a page's headings. */
export const anchorsOf = (page) =>
  [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/**
 * What a piece of code is to print, as a pattern for each line: it stands in its comments. "…" is for whatever it may
 * be.
 */
export const printsOf = ({ code }) =>
  [...code.matchAll(/^\/\/ Prints: (.*)$/gm)].map(
    ([, text]) => new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('…', '.*')}$`),
  );
