// Decides what the set-up has to do on a machine. Pure: facts in, decisions out.
import { atLeast, versions } from '../versions.mjs';

const wasiLibc = 'a C library for WebAssembly';
const pinnedTinygo = `TinyGo ${versions.tinygo}, or another that the variable TINYGO names`;
const recentWasmOpt = `wasm-opt ${versions.wasmOpt} or newer`;

// The facts decide() needs, as lib/probe.mjs finds them:
//   platform, arch  of process; debian: whether it is Debian with apt-get
//   admin      'root', 'sudo' or null: how packages can be installed
//   node, go   versions, go null if it is missing; npm: whether it is there
//   tinygo     whether a TinyGo to use is there already, see foundTinygo
//   tinygoBuilt  whether .tools holds the pinned TinyGo
//   llvm       whether the programs and headers TinyGo needs are all there
//   wasmOpt    version of wasm-opt, or null
//   chromium   path of a browser, or null
//   wasiLibc   whether the libraries are there that the Worker is linked with
//   npmFresh   whether node_modules is what package-lock.json says
//
// Answers { missing } with what the person has to install, or else { packages,
// npm, tinygo }: Debian packages to install and whether the other two steps run.
export function decide(facts, { browser, worker = false }) {
  const missing = languages(facts);
  const packages = [];
  const want = (tool, names) => {
    if (facts.debian && facts.admin) packages.push(...names);
    else missing.push({ tool, command: installCommand(facts, tool, names) });
  };

  const wasmOpt = facts.wasmOpt && atLeast(facts.wasmOpt, String(versions.wasmOpt));
  if (!facts.tinygo && !facts.llvm) want(pinnedTinygo, versions.debian.tinygo);
  if (!wasmOpt) want(recentWasmOpt, versions.debian.wasmOpt); // TinyGo runs it, and so does the build
  if (browser && !facts.chromium) want('Chromium', versions.debian.chromium);
  if (worker && !facts.wasiLibc) want(wasiLibc, versions.debian.worker);

  if (missing.length > 0) return { missing };
  return { packages, npm: !facts.npmFresh, tinygo: !facts.tinygo && !facts.tinygoBuilt };
}

function languages({ node, go, npm, platform }) {
  const missing = [];
  if (!atLeast(node, versions.node)) {
    missing.push({
      tool: `Node ${versions.node} or newer (this is ${node})`,
      command: 'https://nodejs.org/en/download',
    });
  }
  if (!npm)
    missing.push({
      tool: 'npm',
      command: platform === 'linux' ? 'sudo apt-get install -y npm' : 'https://nodejs.org/en/download',
    });
  if (!go || !atLeast(go, versions.go)) {
    missing.push({ tool: `Go ${versions.go} or newer${go ? ` (this is ${go})` : ''}`, command: goCommand(platform) });
  }
  return missing;
}

function goCommand(platform) {
  if (platform === 'darwin') return 'brew install go';
  if (platform === 'win32') return 'winget install GoLang.Go';
  return 'https://go.dev/doc/install';
}

// The command a person runs to get a tool this set-up may not install.
function installCommand({ platform, arch, debian }, tool, packages) {
  const release = 'https://github.com/tinygo-org/tinygo/releases/download';
  const archive = `v${versions.tinygo}/tinygo${versions.tinygo}.linux-${arch === 'arm64' ? 'arm64' : 'amd64'}.tar.gz`;
  const commands = {
    [pinnedTinygo]: {
      darwin: 'brew tap tinygo-org/tools && brew install tinygo',
      win32: 'scoop install tinygo',
      linux: `curl -L ${release}/${archive} | sudo tar -xz -C /usr/local && export PATH=$PATH:/usr/local/tinygo/bin`,
    },
    [recentWasmOpt]: {
      darwin: 'brew install binaryen',
      win32: 'scoop install binaryen',
      linux: 'install binaryen with your package manager',
    },
    [wasiLibc]: {
      linux: `install ${packages.join(' and ')}, or what has the same files, with your package manager`,
    },
    Chromium: {
      darwin: 'brew install --cask google-chrome',
      win32: 'winget install Google.Chrome',
      linux: 'install Chromium or Chrome with your package manager, or set CHROME_PATH to its program',
    },
  }[tool];
  if (debian) return `su -c "apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}"`;
  return commands[platform] ?? commands.linux;
}

// What to tell the person when decide() found tools missing.
export function missingMessage(missing) {
  const lines = missing.map(({ tool, command }) => `  ${tool}\n      ${command}`);
  return [
    'Missing on this machine, and only you can install it:',
    ...lines,
    'Nothing was changed. Install it and run the same command again.',
  ].join('\n\n');
}
