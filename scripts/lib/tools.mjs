// Tools of npm test that are built or found on demand.
import { join } from 'node:path';
import { versions } from '../versions.mjs';
import { inRoot, tools } from './paths.mjs';
import { run } from './run.mjs';
import { which } from './which.mjs';

// Builds the pinned staticcheck; Go's own cache makes that quick from the
// second time on. Answers { program } or { problem }.
export async function staticcheck() {
  const program = join(tools, `staticcheck-${versions.staticcheck}`);
  const { code, output } = await run(
    'go',
    ['build', '-buildvcs=false', '-o', program, 'honnef.co/go/tools/cmd/staticcheck'],
    { cwd: inRoot('scripts', 'tools') },
  );
  return code === 0 ? { program } : { problem: output };
}

// The environment in which cgo finds a C compiler, or null if there is none.
export function cCompiler() {
  if (which('gcc') || process.env.CC) return { CGO_ENABLED: '1' };
  const clang = ['clang', `clang-${versions.llvm}`].find((name) => which(name));
  return clang ? { CGO_ENABLED: '1', CC: clang } : null;
}
