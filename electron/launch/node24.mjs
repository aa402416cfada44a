// Kept in syntax that old Node versions parse, so that they can be told what to do instead of throwing a syntax error.
import { spawn } from 'child_process';
import { existsSync } from 'fs';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

/** The Node line that Electron 45 carries; all of Muster's own code runs on it. */
const WANTED_MAJOR = 24;

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const major = Number(process.versions.node.split('.')[0]);

/** Path of the Node that the npm package `node` installed, or null. */
export function pinnedNode() {
  const names = process.platform === 'win32' ? ['node.exe'] : ['node'];
  const paths = names.map((name) => join(root, 'node_modules', 'node', 'bin', name));
  return paths.find((path) => existsSync(path)) || null;
}

/**
 * Runs `main` when this process is on the right Node; otherwise runs `script` again on the pinned one and takes over its
 * exit code. Signals reach the inner process once: the terminal sends Ctrl+C to both, everything else is passed on.
 */
export function onNode24(script, main) {
  if (major < 20) {
    process.stderr.write(
      `Muster needs Node 20 or newer; this is ${process.versions.node}. Install a current Node from https://nodejs.org and run the command again.\n`,
    );
    process.exitCode = 1;
    return;
  }
  if (process.env['npm_lifecycle_event'] !== undefined) endWithParent();
  const pinned = pinnedNode();
  if (major === WANTED_MAJOR || (major > WANTED_MAJOR && pinned === null)) {
    void main();
    return;
  }
  if (pinned === null) {
    process.stderr.write(
      'The packages are not installed yet. Run "npm ci" in this folder first (with its install scripts), then run the command again.\n',
    );
    process.exitCode = 1;
    return;
  }
  rerun(pinned, script);
}

/**
 * npm passes a polite kill on to the shell between us, which dies of it and tells nobody. Our parent being another one than
 * before means the same: stop. Windows keeps the number of a dead parent, and kills the whole tree.
 */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 300).unref();
}

function rerun(node, script) {
  // The extra channel closes when this process dies in any way, which tells the inner one to stop as well.
  const inner = spawn(node, [script, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) inner.kill('SIGINT');
  });
  process.on('SIGTERM', () => inner.kill('SIGTERM'));
  process.on('SIGHUP', () => inner.kill('SIGHUP'));
  inner.on('error', (error) => {
    process.stderr.write(`Node ${WANTED_MAJOR} could not be started (${error.message}). Delete node_modules and run "npm ci" again.\n`);
    process.exitCode = 1;
  });
  inner.on('exit', (code, signal) => {
    process.exit(code === null ? 128 + (signal === 'SIGINT' ? 2 : 15) : code);
  });
}
