/** What `import … from 'electron'` gives under the stand-in. A name that is missing here fails at import, by name. */
export { app } from './app.ts';
export { BrowserWindow } from './windows.ts';
export { dialog, Menu, powerMonitor, safeStorage, shell } from './system.ts';
export { ipcMain } from './ipc-main.ts';
export { protocol, session } from './session.ts';
export { utilityProcess } from './utility-process.ts';
export { webContents } from './web-contents.ts';
