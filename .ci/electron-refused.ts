/**
 * Stands in for the `electron` module in unit tests. The real one tries to download its binary on first import, and a
 * unit test that needs Electron is testing the wrong layer: hand the part in as a parameter instead.
 */
const refuse = (member: string): never => {
  throw new Error(`electron.${member} was used in a unit test; pass it in as a parameter, or move the test to electron/e2e`);
};

const refusingMember = (member: string): unknown =>
  new Proxy(() => undefined, {
    get: (_target, name) => refuse(`${member}.${String(name)}`),
    apply: () => refuse(`${member}()`),
    construct: () => refuse(`new ${member}()`),
  });

export const app = refusingMember('app');
export const BrowserWindow = refusingMember('BrowserWindow');
export const contextBridge = refusingMember('contextBridge');
export const dialog = refusingMember('dialog');
export const ipcMain = refusingMember('ipcMain');
export const ipcRenderer = refusingMember('ipcRenderer');
export const Menu = refusingMember('Menu');
export const MessageChannelMain = refusingMember('MessageChannelMain');
export const net = refusingMember('net');
export const powerMonitor = refusingMember('powerMonitor');
export const protocol = refusingMember('protocol');
export const safeStorage = refusingMember('safeStorage');
export const session = refusingMember('session');
export const shell = refusingMember('shell');
export const utilityProcess = refusingMember('utilityProcess');
export const webContents = refusingMember('webContents');
export default refusingMember('default');
